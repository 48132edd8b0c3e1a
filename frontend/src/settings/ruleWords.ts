/** Rules in words. */
import type { Rule } from "@/api/types";

const TOOLS: Readonly<Record<string, string>> = {
  vault_search: "searching your notes",
  vault_read: "reading a note",
  vault_list: "listing your notes",
  vault_write: "writing a note",
  vault_move: "moving a note",
  vault_delete: "deleting a note",
  vault_restore: "putting a note back",
};

const VERDICT: Readonly<Record<Rule["verdict"], string>> = {
  allow: "Allow",
  ask: "Always ask before",
  deny: "Never allow",
};

const EQUAL = (name: string, value: unknown): string =>
  `${name.replaceAll("_", " ")} is ${typeof value === "string" ? `“${value}”` : JSON.stringify(value)}`;

/** `Allow writing a note where path is “Shopping list.md”`. */
export function ruleInWords({ verdict, tool, equals }: Rule): string {
  const conditions = Object.entries(equals).map(([name, value]) => EQUAL(name, value));
  const what = `${VERDICT[verdict]} ${TOOLS[tool] ?? tool}`;
  return conditions.length === 0 ? what : `${what} where ${conditions.join(" and ")}`;
}

/** How long it holds, as a phrase. */
export function lifetime(rule: Rule, until: (at: string) => string): string {
  const parts = [
    rule.conversation_id === null ? "" : "in one conversation",
    rule.until === null ? "" : until(rule.until),
    rule.uses_left === null ? "" : `${rule.uses_left} more time${rule.uses_left === 1 ? "" : "s"}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "until you revoke it" : parts.join(", ");
}

export function uses({ use_count }: Rule): string {
  return use_count === 0 ? "never used" : use_count === 1 ? "used once" : `used ${use_count} times`;
}
