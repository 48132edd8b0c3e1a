import { expect, test } from "vitest";
import { visiblePieces, visibleText } from "./visible";

test.each([
  ["a right-to-left override", "invoice\u202Efdp.exe", "invoice⟨U+202E⟩fdp.exe"],
  ["an isolate", "a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"],
  ["a zero-width space", "pay\u200Bpal", "pay⟨U+200B⟩pal"],
  ["a byte order mark", "\uFEFFstart", "⟨U+FEFF⟩start"],
  ["a soft hyphen", "co\u00ADop", "co⟨U+00AD⟩op"],
  ["a NUL", "a\u0000b", "a⟨U+0000⟩b"],
  ["an escape sequence", "\u001B[31mred", "⟨U+001B⟩[31mred"],
  ["a carriage return", "rm -rf\rls", "rm -rf⟨U+000D⟩ls"],
  ["a line separator", "a\u2028b", "a⟨U+2028⟩b"],
  ["a Hangul filler", "a\u3164b", "a⟨U+3164⟩b"],
  ["a tag character", "hi\u{E0041}", "hi⟨U+E0041⟩"],
  ["a private character", "\uE000", "⟨U+E000⟩"],
  ["a lone surrogate", "a\uD800b", "a⟨U+D800⟩b"],
  ["a lone joiner", "a\u200Db", "a⟨U+200D⟩b"],
  ["a lone variation selector", "a\uFE0Fb", "a⟨U+FE0F⟩b"],
])("%s is made visible", (_, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test.each(["Käsespätzle, 日本語, עברית", "two\nlines\tand a tab", "👨‍👩‍👧 and ❤️ and 👍🏽", "❤️‍🔥"])(
  "what can be seen stays as it is: %s",
  (text) => {
    expect(visibleText(text)).toBe(text);
  },
);

test("bits hidden behind an emoji are made visible", () => {
  expect(visibleText("🙂\uFE0F\uFE01\u{E0100}")).toBe("🙂\uFE0F⟨U+FE01⟩⟨U+E0100⟩");
});

test("a marker that somebody typed is told apart from a hidden character", () => {
  expect(visiblePieces("⟨U+202E⟩")).toEqual([{ text: "⟨U+202E⟩", hidden: false }]);
  expect(visiblePieces("\u202E")).toEqual([{ text: "⟨U+202E⟩", hidden: true }]);
});

test("an empty text has no pieces", () => {
  expect(visiblePieces("")).toEqual([]);
});
