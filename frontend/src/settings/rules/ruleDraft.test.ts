import { expect, test } from "vitest";
import type { Rule } from "@/api/types";
import { contractTime } from "@/ui/when";
import { changesOf, constraintsOf, draftOf, EMPTY, localTime, newRule, pinsOf, revived } from "./ruleDraft";

const RULE: Rule = {
  id: "3f0f6f3e-0000-4000-8000-000000000000",
  verdict: "allow",
  tool: "vault_write",
  constraints: { properties: { path: { const: "To do.md" } }, required: ["path"] },
  context: {},
  untainted: false,
  conversation_id: null,
  run_id: null,
  until: "2026-12-01T10:30:12.345678Z",
  uses_left: 3,
  created_at: "2026-11-01T10:30:00.000000Z",
  use_count: 0,
  last_used_at: null,
  text: "Allow: write a note.",
  readable: true,
  alive: true,
};

test("exact values are fields, whatever else is said is not", () => {
  expect(pinsOf({})).toEqual([]);
  expect(pinsOf({ properties: { to: { const: "a" }, n: { const: 3 } }, required: ["n", "to"] })).toEqual([
    { name: "to", value: "a", json: false },
    { name: "n", value: "3", json: true },
  ]);
  for (const wider of [
    { properties: { to: { const: "a" } } },
    { properties: { to: { const: "a" } }, required: [] },
    { properties: { to: { const: "a", type: "string" } }, required: ["to"] },
    { properties: { to: { enum: ["a"] } }, required: ["to"] },
    { properties: { to: { const: "a" } }, required: ["to"], additionalProperties: false },
    { required: ["to"] },
  ])
    expect(pinsOf(wider)).toBeNull();
});

test("fields become the constraints that they were read from", () => {
  for (const constraints of [{}, { properties: { to: { const: "3" }, n: { const: [3, true] } }, required: ["to", "n"] }])
    expect(constraintsOf({ pins: pinsOf(constraints), json: "" })).toEqual({ constraints });
});

test("what cannot be read is said, and binds nothing by accident", () => {
  const pin = { name: "a", value: "x", json: false };
  expect(constraintsOf({ pins: [pin, { ...pin, value: "y" }], json: "" })).toEqual({ wrong: "“a” is there twice." });
  expect(constraintsOf({ pins: [{ ...pin, name: " " }], json: "" })).toHaveProperty("wrong");
  expect(constraintsOf({ pins: [{ ...pin, json: true }], json: "" })).toHaveProperty("wrong");
  expect(constraintsOf({ pins: null, json: "[]" })).toHaveProperty("wrong");
  expect(constraintsOf({ pins: null, json: "{" })).toHaveProperty("wrong");
  expect(constraintsOf({ pins: [{ ...pin, name: "__proto__" }], json: "" })).toEqual({
    constraints: { properties: JSON.parse('{"__proto__":{"const":"x"}}') as object, required: ["__proto__"] },
  });
});

test("only what the person changed is sent", () => {
  const draft = draftOf(RULE);
  expect(changesOf(RULE, draft, RULE.constraints)).toBeNull();
  expect(changesOf(RULE, { ...draft, until: "", uses: 9, untainted: true }, {})).toEqual({
    constraints: {},
    untainted: true,
    until: null,
    uses_left: 9,
  });
  expect(changesOf(RULE, { ...draft, doors: ["web"] }, RULE.constraints)).toEqual({
    context: { adapters: ["web"], interactive: null, remote: null },
  });
});

test("a time keeps its minute on the way to the field and back", () => {
  expect(contractTime(new Date(localTime("2026-12-01T10:30:12.345678Z")))).toBe("2026-12-01T10:30:00.000000Z");
});

test("a new rule without an end says none", () => {
  const rule = newRule({ ...EMPTY, tool: " vault_write " }, {});
  expect(rule).not.toHaveProperty("until");
  expect(rule).not.toHaveProperty("uses_left");
  expect(rule.tool).toBe("vault_write");
});

test("a revoked rule comes back only where it would be no wider", () => {
  expect(revived(RULE)).toMatchObject({ until: RULE.until, uses_left: 3, constraints: RULE.constraints });
  expect(revived({ ...RULE, readable: false })).toBeNull();
  expect(revived({ ...RULE, conversation_id: RULE.id })).toBeNull();
  expect(revived({ ...RULE, run_id: RULE.id })).toBeNull();
});
