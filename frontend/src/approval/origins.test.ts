import { expect, test } from "vitest";
import type { Origin } from "@/api/types";
import { chipOf, distinct, hasPassage, originsOf, outsideFirst, strayOrigins } from "./origins";

const origin = (part: Partial<Origin> = {}): Origin => ({
  argument: "to",
  sink: null,
  value: "",
  origin: "composed",
  licensed: false,
  outside: false,
  pointed: false,
  source: "",
  call_id: null,
  field: "",
  quote: "",
  ...part,
});

const read = (argument: string, outside = true) =>
  origin({ argument, origin: "read", outside, source: "“Invoice”, what search brought", call_id: "c" });

test.each([
  [origin({ origin: "person", licensed: true }), "quiet", "you wrote this"],
  [origin({ origin: "person" }), "open", "you wrote this earlier"],
  [origin({ origin: "whitelist", licensed: true }), "quiet", "your whitelist"],
  [origin({ origin: "default", licensed: true }), "quiet", "by default"],
  [origin({ origin: "named", licensed: true, source: "“budget.xlsx”" }), "quiet", "what you named: “budget.xlsx”"],
  [read("to", false), "open", "from “Invoice”, what search brought"],
  [read("to"), "outside", "from “Invoice”, what search brought"],
  [origin(), "open", "the assistant’s own words"],
])("each origin has its chip: %#", (one, tone, words) => {
  expect(chipOf(one)).toEqual({ tone, words });
});

test("a source that somebody named at length is cut on the chip", () => {
  const { words } = chipOf(origin({ origin: "read", source: "you wrote this, ".repeat(40) }));
  expect(words.length).toBeLessThan(110);
  expect(words.startsWith("from ")).toBe(true);
});

test("origins find their argument, and no other that begins alike", () => {
  const all = [read("to[0]"), read("to.name"), read("topic"), read("gone")];
  expect(originsOf("to", all).map((one) => one.argument)).toEqual(["to[0]", "to.name"]);
  expect(strayOrigins(["to", "topic"], all).map((one) => one.argument)).toEqual(["gone"]);
});

test("what others could have written is read first", () => {
  expect(outsideFirst(["subject", "body", "to"], [origin({ argument: "body" }), read("to[1]")])).toEqual([
    "to",
    "subject",
    "body",
  ]);
});

test("equal chips are one, amber ones first", () => {
  const shown = distinct([origin(), origin({ argument: "to[1]" }), read("to[2]")]);
  expect(shown.map((one) => one.outside)).toEqual([true, false]);
});

test("only what was read has a passage", () => {
  expect(hasPassage(read("to"))).toBe(true);
  expect(hasPassage(origin({ origin: "person" }))).toBe(false);
});
