import { expect, test } from "vitest";
import { LASTINGS, ONCE } from "./lasting";

const NOW = new Date(2026, 9, 31, 23, 30);

test("tomorrow is the same time of the next day, across the end of a month", () => {
  const until = LASTINGS.map(({ lasting }) => lasting(NOW)).find(({ remember }) => remember === "until")?.until;
  expect(until).toMatch(/\.\d{6}Z$/);
  expect(new Date(until ?? 0)).toEqual(new Date(2026, 10, 1, 23, 30));
});

test("each answer says as much as it needs, and no more", () => {
  for (const lasting of [ONCE, ...LASTINGS.map((each) => each.lasting(NOW))]) {
    expect("until" in lasting).toBe(lasting.remember === "until");
    expect("uses" in lasting).toBe(lasting.remember === "uses");
  }
  expect(new Set(LASTINGS.map(({ label }) => label)).size).toBe(LASTINGS.length);
});
