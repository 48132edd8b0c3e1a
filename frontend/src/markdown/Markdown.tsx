/** Markdown as React elements, block by block, so that a finished block is not drawn again while more is written. */
import { memo, useMemo } from "react";
import type { Citation } from "@/api/types";
import classes from "./Markdown.module.css";
import { type Block, blocksOf } from "./parse";
import { type Links, toElements } from "./elements";
import { sanitise } from "./sanitise";

interface Lines {
  readonly first: number;
  readonly last: number;
}

interface MarkdownProps {
  text: string;
  firstLine?: number;
  citations?: readonly Citation[];
  highlight?: Lines | undefined;
  links: Links;
  /** Words from outside had a part in the text. */
  outside?: boolean;
}

const overlaps = (first: number, last: number, lines: Lines | undefined): boolean =>
  lines !== undefined && first <= lines.last && last >= lines.first;

interface BlockProps {
  block: Block;
  citations: readonly Citation[];
  highlight: Lines | undefined;
  links: Links;
  outside: boolean;
}

/** The sources from outside that a passage names. */
function sourcesIn(html: string, citations: readonly Citation[]): readonly Citation[] {
  const numbers = new Set([...html.matchAll(/data-citation="(\d+)"/g)].map((found) => Number(found[1])));
  return citations.filter((each) => each.external && numbers.has(each.number));
}

const BlockView = memo(
  function BlockView({ block, citations, highlight, links, outside }: BlockProps) {
    const within = overlaps(block.firstLine, block.lastLine, highlight);
    const marks = block.parts.map(([first, last]) => within && overlaps(first, last, highlight));
    const sources = sourcesIn(block.html, citations);
    const from = [...new Set(sources.map((each) => each.title))];
    const elements = toElements(sanitise(block.html), { citations, links, marks, from, outside });
    const whole = within && !marks.some(Boolean);
    if (from.length > 0)
      return (
        <div className={classes.passage} dir="auto">
          <p className={classes.source}>
            From outside:{" "}
            {from.map((title, index) => (
              <bdi key={index}>
                {index > 0 && ", "}“{title}”
              </bdi>
            ))}
          </p>
          {elements}
        </div>
      );
    return (
      <div className={whole ? classes.marked : undefined} dir="auto">
        {elements}
      </div>
    );
  },
  (before, after) =>
    before.block.html === after.block.html &&
    before.block.firstLine === after.block.firstLine &&
    before.citations === after.citations &&
    before.links === after.links &&
    before.outside === after.outside &&
    before.highlight === after.highlight,
);

const NONE: readonly Citation[] = [];

export function Markdown({ text, firstLine = 1, citations = NONE, highlight, links, outside = false }: MarkdownProps) {
  const blocks = useMemo(() => blocksOf(text, firstLine), [text, firstLine]);
  return (
    <div className={classes.markdown}>
      {blocks.map((block, index) => (
        <BlockView key={index} {...{ block, citations, highlight, links, outside }} />
      ))}
    </div>
  );
}
