/**
 * Markdown to a list of blocks of HTML, each with the lines it came from.
 *
 * HTML inside the markdown stays text. What is made here is not trusted yet: `sanitise` is the only reader.
 */
import { Marked, type Token, type Tokens } from "marked";

export interface Block {
  readonly html: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** For lists and tables: the lines of each item or row, so that a place inside can be shown. */
  readonly parts: readonly (readonly [first: number, last: number])[];
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escape = (text: string): string => text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found);

const WIKI = /^\[\[([^[\]\n|]{1,512})(?:\|([^[\]\n]{1,512}))?\]\]/;
const CITATION = /^\[(\d{1,3})\](?!\()/;

const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text),
  },
  extensions: [
    {
      name: "wiki",
      level: "inline",
      start: (source: string) => source.indexOf("[["),
      tokenizer(source: string) {
        const found = WIKI.exec(source);
        if (found === null) return undefined;
        const [raw, target = "", label = ""] = found;
        return { type: "wiki", raw, target: target.trim(), label: (label || target).trim() };
      },
      renderer: (token) => `<a data-note="${escape(String(token.target))}">${escape(String(token.label))}</a>`,
    },
    {
      name: "citation",
      level: "inline",
      start: (source: string) => source.indexOf("["),
      tokenizer(source: string) {
        const found = CITATION.exec(source);
        return found === null ? undefined : { type: "citation", raw: found[0], number: found[1] };
      },
      renderer: (token) => `<sup data-citation="${String(token.number)}">[${String(token.number)}]</sup>`,
    },
  ],
});

const linesIn = (text: string): number => text.split("\n").length - 1;

function partsOf(token: Token, first: number): (readonly [number, number])[] {
  if (token.type === "table") {
    const rows = (token as Tokens.Table).rows.length;
    return [first, ...Array.from({ length: rows }, (_, index) => first + 2 + index)].map(
      (line) => [line, line] as const,
    );
  }
  if (token.type !== "list") return [];
  let line = first;
  return (token as Tokens.List).items.map((item) => {
    const last = line + linesIn(item.raw.trimEnd());
    const part = [line, last] as const;
    line += item.raw.endsWith("\n") ? linesIn(item.raw) : linesIn(item.raw) + 1;
    return part;
  });
}

/** The blocks of a text; `firstLine` is the number of its first line in the whole note. */
export function blocksOf(text: string, firstLine = 1): Block[] {
  const tokens = marked.lexer(text.replaceAll("\r\n", "\n"));
  const blocks: Block[] = [];
  let line = firstLine;
  for (const token of tokens) {
    const first = line + (/^\n*/.exec(token.raw)?.[0].length ?? 0);
    const last = Math.max(first, line + linesIn(token.raw.trimEnd()));
    if (token.type !== "space" && token.type !== "def")
      blocks.push({ html: marked.parser([token]), firstLine: first, lastLine: last, parts: partsOf(token, first) });
    line += linesIn(token.raw);
  }
  return blocks;
}
