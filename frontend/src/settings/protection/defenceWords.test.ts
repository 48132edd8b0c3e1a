import { expect, test } from "vitest";
import { SHAPES } from "@/api/contract.gen";
import { NUMBERS, SWITCHES, WATCHES } from "./defenceWords";

test("every defence of the contract is on the page", () => {
  const shown = [...SWITCHES, ...WATCHES, ...NUMBERS].map(({ name }) => name).sort();
  const shape = SHAPES.Defences as { properties: Record<string, unknown> };
  expect(shown).toEqual(Object.keys(shape.properties).sort());
});
