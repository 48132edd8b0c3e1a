/** The sanitised fragment, read node by node into React elements; an element that is not listed here is only its text. */
import { clsx } from "clsx";
import { createElement, Fragment, type ReactNode } from "react";
import type { Citation } from "@/api/types";
import { Icon } from "@/ui/icons";
import { CodeBlock } from "./CodeBlock";
import classes from "./Markdown.module.css";
import { OutsideLink } from "./OutsideLink";
import { destination, pictureLabel } from "./sanitise";

export interface Links {
  /** The address of the page that shows a note, or null where there is no such note. */
  noteHref(target: string): string | null;
  openNote(target: string, event: { preventDefault(): void }): void;
  openCitation(citation: Citation): void;
}

export interface Reading {
  readonly citations: readonly Citation[];
  readonly links: Links;
  /** Words from outside had a part in the text: its links are looked at before they can be opened. */
  readonly outside: boolean;
  /** The titles of the sources from outside that the block names. */
  readonly from: readonly string[];
  readonly marks: readonly boolean[];
}

const PLAIN = new Set(["p", "strong", "em", "del", "blockquote", "ul", "thead", "tbody", "code"]);
const EMPTY = new Set(["br", "hr"]);
const LANGUAGE = /^language-([\w+#.-]{1,32})$/;

function children(node: Node, reading: Reading): ReactNode[] {
  return [...node.childNodes].map((child, index) => <Fragment key={index}>{toNode(child, reading)}</Fragment>);
}

function NoteLink({ target, links, children: label }: { target: string; links: Links; children: ReactNode }) {
  const href = links.noteHref(target);
  if (href === null)
    return (
      <span className={classes.missing} title="There is no such note yet">
        {label}
      </span>
    );
  return (
    <a href={href} className={classes.note} onClick={(event) => links.openNote(target, event)}>
      {label}
    </a>
  );
}

function Anchor({ element, reading }: { element: Element; reading: Reading }) {
  const target = element.getAttribute("data-note");
  const inside = children(element, reading);
  const place = target === null ? destination(element.getAttribute("href")) : ({ kind: "note", target } as const);
  if (place.kind === "none") return <span>{inside}</span>;
  if (place.kind === "note")
    return (
      <NoteLink target={place.target} links={reading.links}>
        {inside}
      </NoteLink>
    );
  const says = element.textContent.includes(place.host);
  if (reading.outside)
    return (
      <OutsideLink href={place.href} host={place.host} says={element.textContent} from={reading.from}>
        {inside}
      </OutsideLink>
    );
  return (
    <a href={place.href} target="_blank" rel="noopener noreferrer nofollow">
      {inside}
      {!says && <bdi className={classes.host}> ({place.host})</bdi>}
    </a>
  );
}

function CitationMark({ element, reading }: { element: Element; reading: Reading }) {
  const number = Number(element.getAttribute("data-citation"));
  const citation = reading.citations.find((each) => each.number === number);
  if (citation === undefined) return <>{element.textContent}</>;
  const from = citation.external ? `${citation.title}, from outside` : citation.title;
  return (
    <button
      type="button"
      className={clsx(classes.citation, citation.external && classes.outside)}
      title={`${from}: “${citation.quote.slice(0, 160)}”`}
      aria-label={`Source ${number}: ${from}`}
      onClick={() => reading.links.openCitation(citation)}
    >
      {number}
    </button>
  );
}

function Picture({ element }: { element: Element }) {
  const { label, from } = pictureLabel(element.getAttribute("alt"), element.getAttribute("src"));
  return (
    <span
      className={classes.picture}
      title="Pictures are not loaded: loading one would tell its host that you read this"
    >
      <Icon name="image" size={14} />
      <span>{label || "Picture"}</span>
      {from !== "" && <bdi className={classes.host}>{from}</bdi>}
    </span>
  );
}

function heading(tag: string, inside: ReactNode): ReactNode {
  // The page has its own first heading; a note's begin one level below it.
  const level = Math.min(6, Number(tag.slice(1)) + 1);
  return createElement(`h${level}`, { className: classes[tag] }, inside);
}

function cell(tag: string, element: Element, inside: ReactNode): ReactNode {
  const align = element.getAttribute("align");
  const style = align === "right" || align === "center" ? { textAlign: align } : undefined;
  return createElement(tag, { style }, inside);
}

function toNode(node: Node, reading: Reading): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  if (EMPTY.has(tag)) return createElement(tag);
  if (tag === "img") return <Picture element={node} />;
  if (tag === "a") return <Anchor element={node} reading={reading} />;
  if (tag === "sup") return <CitationMark element={node} reading={reading} />;
  if (tag === "input")
    return <input type="checkbox" checked={node.hasAttribute("checked")} disabled readOnly aria-label="Task" />;
  if (tag === "pre") {
    const code = node.querySelector("code") ?? node;
    return <CodeBlock text={code.textContent} language={LANGUAGE.exec(code.getAttribute("class") ?? "")?.[1] ?? ""} />;
  }
  const inside = children(node, reading);
  if (/^h[1-6]$/.test(tag)) return heading(tag, inside);
  if (tag === "td" || tag === "th") return cell(tag, node, inside);
  if (tag === "ol") return <ol start={Number(node.getAttribute("start") ?? "1")}>{inside}</ol>;
  if (tag === "table") return <Table>{inside}</Table>;
  if (tag === "li" || tag === "tr") return createElement(tag, { className: markOf(node, reading) }, inside);
  return PLAIN.has(tag) ? createElement(tag, null, inside) : inside;
}

function Table({ children: rows }: { children: ReactNode }) {
  return (
    // A wide table scrolls by itself, by keyboard too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.wide} tabIndex={0} role="region" aria-label="Table">
      <table>{rows}</table>
    </div>
  );
}

/** Items of the outermost list and rows of a table are numbered; those at the shown place are marked. */
function markOf(element: Element, reading: Reading): string | undefined {
  const nested = element.localName === "li" && element.parentElement?.parentElement?.closest("li");
  if (nested) return undefined;
  const root = element.closest("table") ?? element.parentElement;
  const rows = root === null ? [] : [...root.querySelectorAll(element.localName === "tr" ? "tr" : ":scope > li")];
  return reading.marks[rows.indexOf(element)] === true ? classes.marked : undefined;
}

export function toElements(fragment: DocumentFragment, reading: Reading): ReactNode[] {
  return children(fragment, reading);
}
