import { expect, test } from "vitest";
import { countsOf, rowsOf } from "./diff";

const DIFF = `--- a/Shopping list.md
+++ b/Shopping list.md
@@ -3,3 +3,4 @@
 bread
-milk
+oat milk
+butter
 salt
`;

test("lines have their sign, their text and their number", () => {
  expect(rowsOf(DIFF)).toEqual([
    { kind: "gap", text: "line 3", before: null, after: null },
    { kind: "same", text: "bread", before: 3, after: 3 },
    { kind: "removed", text: "milk", before: 4, after: null },
    { kind: "added", text: "oat milk", before: null, after: 4 },
    { kind: "added", text: "butter", before: null, after: 5 },
    { kind: "same", text: "salt", before: 5, after: 6 },
  ]);
});

test("added and removed lines are counted", () => {
  expect(countsOf(rowsOf(DIFF))).toEqual({ added: 2, removed: 1 });
});

test("a removed line that looks like a file's head is shown", () => {
  expect(rowsOf("@@ -1,1 +1,1 @@\n--- secret\n+++ open\n").map((row) => [row.kind, row.text])).toEqual([
    ["removed", "-- secret"],
    ["added", "++ open"],
  ]);
});

test("content that looks like the head of a hunk is content", () => {
  expect(rowsOf("@@ -0,0 +1,2 @@\n+@@ -1 +1 @@\n+end\n").map((row) => row.text)).toEqual(["@@ -1 +1 @@", "end"]);
});

test("a second hunk is set apart", () => {
  const rows = rowsOf("@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-c\n+d\n");
  expect(rows.map((row) => row.kind)).toEqual(["removed", "added", "gap", "removed", "added"]);
});

test("what is outside of every hunk is shown, not dropped", () => {
  expect(rowsOf("Binary files differ\n").map((row) => row.text)).toEqual(["Binary files differ"]);
  expect(rowsOf("@@ -1 +1 @@\n-a\n+b\n+smuggled\n").at(-1)).toMatchObject({ kind: "added", text: "smuggled" });
});

test("an empty line inside a hunk is a line", () => {
  expect(rowsOf("@@ -1,2 +1,2 @@\n\n-a\n+b\n").map((row) => [row.kind, row.text])).toEqual([
    ["same", ""],
    ["removed", "a"],
    ["added", "b"],
  ]);
});
