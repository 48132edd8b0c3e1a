import { expect, test } from "vitest";
import { isMine, saidOf, withWord, worthAsking } from "./trust";

const SAID = [
  { folder: "", mine: true },
  { folder: "House", mine: false },
  { folder: "House/Diary", mine: true },
];

test("the nearest folder counts, whatever its case", () => {
  expect(["", "Recipes", "House", "house/bills/2026", "House/diary/May", "Household"].map((at) => isMine(SAID, at))).toEqual(
    [true, true, false, false, true, true],
  );
});

test("where nothing was said, notes are from outside", () => {
  expect(isMine([], "House/Diary")).toBe(false);
  expect(saidOf(SAID, "Recipes")).toBeNull();
});

test("one word replaces the one of its folder, and no other", () => {
  expect(withWord(SAID, "house", true)).toEqual([SAID[0], SAID[2], { folder: "house", mine: true }]);
  expect(withWord([], "", false)).toEqual([{ folder: "", mine: false }]);
});

test("it is asked only once, and only where there is something to say", () => {
  const outside = [{ external: false }, { external: true }];
  expect(worthAsking({ items: [], asked: false }, outside)).toBe(true);
  expect(worthAsking({ items: [], asked: false }, [{ external: false }])).toBe(false);
  expect(worthAsking({ items: [], asked: true }, outside)).toBe(false);
  expect(worthAsking(undefined, outside)).toBe(false);
});
