import { expect, test } from "vitest";
import { splitFrontMatter } from "./frontMatter";

test("fields and lists are read, and the body's first line is known", () => {
  expect(
    splitFrontMatter('---\ntags: [house, "two words"]\nstatus: decided\nwith:\n  - Ann\n  - Bo\n---\n# A'),
  ).toEqual({
    fields: [
      { name: "tags", values: ["house", "two words"] },
      { name: "status", values: ["decided"] },
      { name: "with", values: ["Ann", "Bo"] },
    ],
    raw: null,
    body: "# A",
    firstLine: 8,
  });
});

test("what cannot be read is kept as it is", () => {
  expect(splitFrontMatter("---\n{ broken\n---\nx")).toMatchObject({
    fields: [],
    raw: "{ broken",
    body: "x",
    firstLine: 4,
  });
});

test.each(["no front matter", "---\nnever closed", "text\n---\na: b\n---"])("none: %j", (text) => {
  expect(splitFrontMatter(text)).toMatchObject({ fields: [], raw: null, body: text, firstLine: 1 });
});
