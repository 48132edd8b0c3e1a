import { expect, test } from "vitest";
import type { Defences } from "@/api/types";
import { SHAPES } from "@/api/contract.gen";
import { changed, NUMBERS, SWITCHES, WATCHES } from "./defenceWords";

const BEFORE: Defences = {
  extended_sanitiser: false,
  canary: true,
  screening: "off",
  validation: "off",
  screener_seconds: 20,
  web_characters: 20_000,
  mail_characters: 6_000,
  other_characters: 60_000,
};

test("every defence of the contract is on the page", () => {
  const shown = [...SWITCHES, ...WATCHES, ...NUMBERS].map(({ name }) => name).sort();
  const shape = SHAPES.Defences as { properties: Record<string, unknown> };
  expect(shown).toEqual(Object.keys(shape.properties).sort());
});

test("only what differs is sent", () => {
  expect(changed(BEFORE, BEFORE)).toEqual({});
  expect(changed(BEFORE, { ...BEFORE, canary: false, mail_characters: 900 })).toEqual({
    canary: false,
    mail_characters: 900,
  });
});
