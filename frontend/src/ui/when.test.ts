import { expect, test } from "vitest";
import { ago, elapsed, remaining } from "./when";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

test.each([
  [-10, "just now"],
  [-120, "2 min. ago"],
  [-7200, "2 hr. ago"],
  [-86_400, "yesterday"],
  [-30 * 86_400, "Oct 23, 2026"],
])("%d s is %s", (seconds, words) => {
  expect(ago(at(seconds), NOW, "en-US")).toBe(words);
});

test("what is left gets finer as it gets less, and is nothing once it is over", () => {
  expect([86_400, 3600, 60, 1, 0, -5].map((seconds) => remaining(at(seconds), NOW))).toEqual([
    "24 h",
    "60 min",
    "60 s",
    "1 s",
    null,
    null,
  ]);
});

test("elapsed time never runs backwards", () => {
  expect([elapsed(at(-75), NOW), elapsed(at(-5), NOW), elapsed(at(5), NOW)]).toEqual(["1 min 15 s", "5 s", "0 s"]);
});
