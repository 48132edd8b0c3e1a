import { expect, test } from "vitest";
import { changedIn, draftOf, kindOf, read, refusedField, valuesOf } from "./draft";

const VALUES = {
  to: ["bob@example.org", "ada@example.org"],
  subject: "Hello",
  body: "Dear Bob,\nhow are you?",
  amount: 4.5,
  urgent: false,
  headers: { "X-A": 1 },
  nothing: null,
};

test("each value has the field of its type", () => {
  expect(draftOf(VALUES).map(({ name, kind }) => [name, kind])).toEqual([
    ["to", "lines"],
    ["subject", "text"],
    ["body", "long"],
    ["amount", "number"],
    ["urgent", "switch"],
    ["headers", "json"],
    ["nothing", "json"],
  ]);
});

test("a list whose items could not be told apart as lines is JSON", () => {
  expect(kindOf(["one\ntwo"])).toBe("json");
  expect(kindOf([""])).toBe("json");
  expect(kindOf([])).toBe("json");
  expect(kindOf([1])).toBe("json");
});

test("what nobody touched is the same call", () => {
  const fields = draftOf(VALUES);
  expect(valuesOf(fields)).toEqual(VALUES);
  expect(changedIn(fields, VALUES).size).toBe(0);
});

const typed = (name: string, text: string) =>
  draftOf(VALUES).map((field) => (field.name === name ? { ...field, text } : field));

test.each([
  ["to", "bob@example.org\n", ["bob@example.org"]],
  ["amount", "12", 12],
  ["urgent", "true", true],
  ["headers", "[]", []],
  ["subject", "", ""],
])("what is typed becomes a value of the same type: %s", (name, text, value) => {
  const fields = typed(name, text);
  expect(valuesOf(fields)?.[name]).toEqual(value);
  expect([...changedIn(fields, VALUES)]).toEqual([name]);
});

test.each([
  ["amount", "much"],
  ["amount", ""],
  ["headers", "{no"],
])("what cannot be a value is told, and is no call: %s %s", (name, text) => {
  const fields = typed(name, text);
  const field = fields.find((each) => each.name === name);
  expect(field === undefined ? {} : read(field)).toHaveProperty("problem");
  expect(valuesOf(fields)).toBeNull();
  expect([...changedIn(fields, VALUES)]).toEqual([name]);
});

test("a refusal finds its field", () => {
  expect(refusedField('to/0: "bob" is not an "email"', ["to"])).toEqual({ name: "to", text: '"bob" is not an "email"' });
  expect(refusedField("amount: 3 is too much", ["to", "amount"])).toEqual({ name: "amount", text: "3 is too much" });
  expect(refusedField("the arguments: something", ["to"])).toBeNull();
  expect(refusedField("Everything is paused.", ["to"])).toBeNull();
});
