import { expect, test } from "vitest";
import type { Rule } from "@/api/types";
import { lifetime, ruleInWords, uses } from "./ruleWords";

const rule = (part: Partial<Rule> = {}): Rule => ({
  id: "r",
  verdict: "allow",
  tool: "vault_write",
  equals: { path: "Shopping list.md", mode: "append" },
  conversation_id: null,
  until: null,
  uses_left: null,
  created_at: "",
  use_count: 0,
  last_used_at: null,
  ...part,
});

test("a rule says what it allows, to what", () => {
  expect(ruleInWords(rule())).toBe("Allow writing a note where path is “Shopping list.md” and mode is “append”");
  expect(ruleInWords(rule({ verdict: "deny", tool: "mail_send", equals: {} }))).toBe("Never allow mail_send");
});

test("a rule says how long it holds", () => {
  expect(lifetime(rule(), String)).toBe("until you revoke it");
  expect(lifetime(rule({ conversation_id: "c", until: "noon", uses_left: 1 }), (at) => `until ${at}`)).toBe(
    "in one conversation, until noon, 1 more time",
  );
});

test("a rule says how often it was used", () => {
  expect([0, 1, 7].map((use_count) => uses(rule({ use_count })))).toEqual(["never used", "used once", "used 7 times"]);
});
