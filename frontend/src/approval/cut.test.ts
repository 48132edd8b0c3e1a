import { expect, test } from "vitest";
import { cut } from "./cut";

test("what is short is whole", () => {
  expect(cut("one\ntwo")).toEqual({ start: "one\ntwo", end: "", lines: 2 });
});

test.each([
  "a line\n".repeat(50) + "the last",
  "x".repeat(5000),
  "y".repeat(5000) + "\n" + "z".repeat(5000),
  "👍".repeat(900),
])("a long text keeps its end in sight and loses nothing: %#", (text) => {
  const { start, end } = cut(text);
  expect(end).not.toBe("");
  expect(text.endsWith(end)).toBe(true);
  expect([`${start}${end}`, `${start}\n${end}`]).toContain(text);
  expect(Array.from(end).some((sign) => sign.length === 1 && /[\uD800-\uDFFF]/.test(sign))).toBe(false);
});
