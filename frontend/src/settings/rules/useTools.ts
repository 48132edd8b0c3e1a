/** The tools that a rule can be about, as far as this page knows them. */
import { useMemo } from "react";
import { useRead } from "@/api/hooks";
import { toolWords } from "@/approval/words";

const OWN = [
  "vault_search",
  "vault_read",
  "vault_list",
  "vault_write",
  "vault_move",
  "vault_delete",
  "vault_restore",
] as const;

export interface ToolName {
  readonly value: string;
  readonly label: string;
}

/** paios's own tools, and those that rules are about already. */
export function useTools(): readonly ToolName[] {
  const rules = useRead("list_rules", { query: { limit: 200, alive: false } }).data?.items;
  return useMemo(() => {
    const names = [...new Set<string>([...OWN, ...(rules ?? []).map((rule) => rule.tool)])];
    return names.map((name) => ({ value: name, label: toolWords(name) }));
  }, [rules]);
}
