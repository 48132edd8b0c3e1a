import { expect, test } from "vitest";
import type { ServerTool } from "@/api/types";
import { choicesOf, draftOf, isSuggested, placesOf, withRole } from "./toolDraft";

const SCHEMA = {
  type: "object",
  required: ["to"],
  properties: {
    to: { type: "string", format: "email", description: "Who gets it" },
    mode: { enum: ["a", "b"] },
    items: { type: "array", items: { type: "object", properties: { path: { type: ["string", "null"] } } } },
  },
};
const TOOL: ServerTool = {
  name: "send",
  tool: "office__send",
  state: "new",
  reason: "",
  offered: false,
  current: null,
  approved: null,
  approved_at: null,
  choices: null,
  proposal: { effect: "read", reach: "own", sinks: { to: "recipient" }, bound_by: ["to"], brings: "mail", offered: true },
  difference: "",
};

test("every argument is named, and those within lists", () => {
  expect(placesOf(SCHEMA)).toEqual([
    { place: "to", kind: "string, email", says: "Who gets it", required: true },
    { place: "mode", kind: 'one of "a", "b"', says: "", required: false },
    { place: "items", kind: "array", says: "", required: false },
    { place: "items[].path", kind: "string or null", says: "", required: false },
  ]);
  expect(placesOf({})).toEqual([]);
  expect(placesOf({ properties: { odd: true } })).toEqual([{ place: "odd", kind: "", says: "", required: false }]);
});

test("a schema without end makes a list that has one", () => {
  const endless: Record<string, unknown> = { properties: {} };
  endless.properties = { in: endless };
  expect(placesOf(endless).map(({ place }) => place)).toEqual(["in", "in.in", "in.in.in"]);
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}`, {}]));
  expect(placesOf({ properties: wide })).toHaveLength(128);
});

test("what was set counts before the server's suggestion, and without both the safest", () => {
  expect(isSuggested(TOOL)).toBe(true);
  expect(draftOf(TOOL)).toMatchObject({ effect: "read", roles: { to: "recipient" }, brings: "mail" });
  const set: ServerTool = { ...TOOL, choices: { effect: "delete", reach: "outside", brings: "web", offered: false } };
  expect(isSuggested(set)).toBe(false);
  expect(draftOf(set)).toMatchObject({ effect: "delete", roles: {}, brings: "web", offered: false });
  const unknown = draftOf({ ...TOOL, proposal: null });
  expect(unknown).toMatchObject({ effect: "send", reach: "outside", roles: {}, results: [] });
});

test("what the tool does not have any more is not sent", () => {
  const draft = { ...draftOf(TOOL), roles: { to: "id", gone: "url" } as const, ids: { to: "mail", gone: "x" } };
  expect(choicesOf(draft, placesOf(SCHEMA))).toMatchObject({ sinks: { to: "id" }, ids: { to: "mail" } });
  expect(choicesOf(withRole(draft, "to", "recipient"), placesOf(SCHEMA)).ids).toEqual({});
  expect(choicesOf(withRole(draft, "to", null), placesOf(SCHEMA)).sinks).toEqual({});
  expect(choicesOf({ ...draft, boundBy: ["to", "gone"] }, placesOf(SCHEMA))).toMatchObject({ bound_by: ["to"], brings: "mail" });
});

test("only an id has a type of what it identifies", () => {
  const field = { path: "[].x", integrity: "external", secrecy: "private", role: "url", id_type: "m", names: false } as const;
  const sent = choicesOf({ ...draftOf(TOOL), results: [field, { ...field, role: "id" }] }, []);
  expect(sent.results?.map(({ id_type }) => id_type)).toEqual([null, "m"]);
});
