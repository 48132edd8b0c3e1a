/** What a step is about to do, for as long as it has no summary of its own. */
import { toolWords } from "@/approval/words";
import type { Step } from "@/api/types";

const WORDS: Readonly<Record<string, readonly [words: string, argument: string]>> = {
  vault_search: ["Searching for", "query"],
  vault_read: ["Reading", "path"],
  vault_list: ["Looking through", "path"],
  vault_write: ["Writing", "path"],
  vault_move: ["Moving", "path"],
  vault_delete: ["Deleting", "path"],
  vault_restore: ["Putting back", "path"],
};

/** A refused step says what it was about; why it was refused is told when it is opened. */
export function stepWords({ summary, state, tool, arguments: given }: Step): string {
  if (summary !== "" && state !== "refused") return summary;
  const known = WORDS[tool];
  if (known === undefined) return toolWords(tool);
  const [words, name] = known;
  const value = given[name];
  return typeof value === "string" && value !== "" ? `${words} ${value}` : `${words} your notes`;
}
