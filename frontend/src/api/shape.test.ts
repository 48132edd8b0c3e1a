import { expect, test } from "vitest";
import { SHAPES } from "./contract.gen";
import { departure } from "./shape";

const health = { status: "ok", version: "1", setup_needed: false, paused: false };
const check = (name: string, value: unknown) => departure({ $ref: name }, value, "answer", SHAPES);

test("an answer as the contract has it passes", () => {
  expect(check("Health", health)).toBeNull();
});

test("a field that the page does not know is no departure, so that the server may be newer", () => {
  expect(check("Health", { ...health, more: 1 })).toBeNull();
});

test.each([
  [{ ...health, status: "broken" }, "answer.status is not what it must be"],
  [{ ...health, paused: "no" }, "answer.paused is not boolean"],
  [{ status: "ok", version: "1", paused: false }, "answer.setup_needed is missing"],
  [null, "answer is not object"],
  [[health], "answer is not object"],
])("a departure is named with its place: %j", (value, said) => {
  expect(check("Health", value)).toBe(said);
});

test("ids and times must have their form, to the last character", () => {
  const change = { what: "notes", id: "11111111-1111-4111-8111-111111111111" };
  expect(check("Change", change)).toBeNull();
  expect(check("Change", { ...change, id: `${change.id}\n` })).toBe("answer.id has an unexpected form");
});

test("a nullable field takes its own form or null, and nothing else", () => {
  const pause = { paused: true, since: "2026-11-22T10:00:00.000000Z", by: "Marta", running: [], nothing_runs: true };
  expect(check("Pause", pause)).toBeNull();
  expect(check("Pause", { ...pause, since: null, by: null })).toBeNull();
  expect(check("Pause", { ...pause, since: "today" })).toBe("answer.since fits none of its forms");
});

test("a departure inside a list is found", () => {
  const page = {
    items: [
      { path: "a.md", notes: 1 },
      { path: "b", notes: -1 },
    ],
    total: 2,
  };
  expect(check("SetupOptions", { models: [], folders: page.items })).toBe("answer.folders[1].notes is too small");
});

test("a name without a shape is a departure", () => {
  expect(check("Nothing", {})).toBe("answer has no known shape");
});
