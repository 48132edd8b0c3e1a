import { describe, expect, test } from "vitest";
import { blocksOf } from "./parse";

const htmlOf = (text: string) =>
  blocksOf(text)
    .map((block) => block.html)
    .join("");

describe("citations", () => {
  test("a number in brackets is a citation", () => {
    expect(htmlOf("So it is [2].")).toBe('<p>So it is <sup data-citation="2">[2]</sup>.</p>\n');
  });

  test("two in a row are two", () => {
    expect(htmlOf("x[1][12]").match(/data-citation/g)).toHaveLength(2);
  });

  test.each(["[1](https://example.org)", "`[1]`", "    [1]", "[1234]", "[x]", "\\[1]"])("is none: %s", (text) => {
    expect(htmlOf(text)).not.toContain("data-citation");
  });
});

describe("wiki links", () => {
  test("carry the note they name, and show their label", () => {
    expect(htmlOf("[[Boiler]] and [[House/Boiler|it]]")).toBe(
      '<p><a data-note="Boiler">Boiler</a> and <a data-note="House/Boiler">it</a></p>\n',
    );
  });

  test("cannot break out of their attribute", () => {
    expect(htmlOf('[["><img src=x onerror=alert(1)>]]')).not.toContain("<img");
  });

  test("are text inside code", () => {
    expect(htmlOf("`[[Boiler]]`")).toContain("<code>[[Boiler]]</code>");
  });
});

describe("lines", () => {
  test("each block knows its lines in the whole note", () => {
    const lines = blocksOf("# A\n\nOne\ntwo\n\n- x\n- y\n", 5).map(({ firstLine, lastLine }) => [firstLine, lastLine]);
    expect(lines).toEqual([
      [5, 5],
      [7, 8],
      [10, 11],
    ]);
  });

  test("each item of a list knows its lines", () => {
    expect(blocksOf("- a\n  more\n- b\n  - c\n- d")[0]?.parts).toEqual([
      [1, 2],
      [3, 4],
      [5, 5],
    ]);
  });

  test("each row of a table knows its line", () => {
    expect(blocksOf("| a |\n|---|\n| 1 |\n| 2 |")[0]?.parts).toEqual([
      [1, 1],
      [3, 3],
      [4, 4],
    ]);
  });

  test("lines are counted alike whatever ends them", () => {
    expect(blocksOf("a\r\n\r\nb")[1]?.firstLine).toBe(3);
  });
});
