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
}

const overlaps = (first: number, last: number, lines: Lines | undefined): boolean =>
  lines !== undefined && first <= lines.last && last >= lines.first;

interface BlockProps {
  block: Block;
  citations: readonly Citation[];
  highlight: Lines | undefined;
  links: Links;
}

const BlockView = memo(
  function BlockView({ block, citations, highlight, links }: BlockProps) {
    const within = overlaps(block.firstLine, block.lastLine, highlight);
    const marks = block.parts.map(([first, last]) => within && overlaps(first, last, highlight));
    const elements = toElements(sanitise(block.html), citations, links, marks);
    const whole = within && !marks.some(Boolean);
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
    before.highlight === after.highlight,
);

const NONE: readonly Citation[] = [];

export function Markdown({ text, firstLine = 1, citations = NONE, highlight, links }: MarkdownProps) {
  const blocks = useMemo(() => blocksOf(text, firstLine), [text, firstLine]);
  return (
    <div className={classes.markdown}>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} citations={citations} highlight={highlight} links={links} />
      ))}
    </div>
  );
}
