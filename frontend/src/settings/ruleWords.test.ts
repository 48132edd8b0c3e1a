import { expect, test } from "vitest";
import { uses } from "./ruleWords";

test("a rule says how often it was used", () => {
  expect([0, 1, 7].map((use_count) => uses({ use_count }))).toEqual(["never used", "used once", "used 7 times"]);
});
