// @vitest-environment jsdom
import { expect, test } from "vitest";
import { safeNext } from "./next";

test("a page of the app is gone back to", () => {
  expect(safeNext("/notes?path=a.md&lines=1-2")).toBe("/notes?path=a.md&lines=1-2");
});

test.each([
  null,
  "",
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/chat",
  "javascript:alert(1)",
  "/api/v1/ui",
  "/chatter",
])("anything else leads to the chat: %j", (next) => {
  expect(safeNext(next)).toBe("/chat");
});
