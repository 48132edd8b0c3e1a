import { expect, test } from "vitest";
import { asNotePath } from "./notePath";
import { excerpt, headingWithin } from "./excerpt";
import { foldersTo, treeOf } from "./tree";
import { withoutTitle } from "./title";

test("a passage is shown without the marks of markdown", () => {
  expect(excerpt("---\ntags: [a]\n---\n# T\n\n**Bold** [[House/Boiler|it]] and [[Plan]]\n- [x] done\n1. one")).toBe(
    "Bold it and Plan done one",
  );
});

test("a heading is shown without the title that leads to it", () => {
  expect([headingWithin("T", "T"), headingWithin("T > Why", "T"), headingWithin("Why", "T")]).toEqual([
    "",
    "Why",
    "Why",
  ]);
});

test("the first heading is left out where it is the title, and its line is counted", () => {
  expect(withoutTitle("\n# Boiler #\n\ntext", "Boiler")).toEqual({ text: "\ntext", skipped: 2 });
  expect(withoutTitle("# Boiler room\ntext", "Boiler")).toEqual({ text: "# Boiler room\ntext", skipped: 0 });
  expect(withoutTitle("text", "Boiler")).toEqual({ text: "text", skipped: 0 });
});

test.each([
  ["Garden", "Garden.md"],
  [" Projects / Garden.md ", "Projects/Garden.md"],
  ["/a//b", "a/b.md"],
  ["../x", null],
  [" / ", null],
])("%j names the note %j", (text, path) => {
  expect(asNotePath(text)).toBe(path);
});

test("notes stand in their folders, numbers in their order", () => {
  const rest = { size: 0, modified_at: "", external: false, secrecy: "private" as const };
  const note = (path: string) => ({ path, title: path, ...rest });
  const root = treeOf([note("b/10.md"), note("b/9.md"), note("a.md"), note("b/c/d.md")]);
  expect(root.notes.map((each) => each.path)).toEqual(["a.md"]);
  expect(root.folders[0]?.notes.map((each) => each.path)).toEqual(["b/9.md", "b/10.md"]);
  expect(root.folders[0]?.folders[0]?.path).toBe("b/c");
  expect(foldersTo("b/c/d.md")).toEqual(["b", "b/c"]);
});
