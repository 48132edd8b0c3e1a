import { expect, test } from "vitest";
import { sameSuggestion, timesSaid, uses } from "./ruleWords";

test("a rule says how often it was used", () => {
  expect([0, 1, 7].map((use_count) => uses({ use_count }))).toEqual(["never used", "used once", "used 7 times"]);
  expect([1, 4].map(timesSaid)).toEqual(["once", "4 times"]);
});

test("a suggestion that was put aside stays so when it is said once more", () => {
  const one = { tool: "vault_write", constraints: { required: [] }, text: "", times: 4 };
  const again = { ...one, times: 5 };
  expect(sameSuggestion(one)).toBe(sameSuggestion(again));
  expect(sameSuggestion(one)).not.toBe(sameSuggestion({ ...one, tool: "vault_move" }));
});
