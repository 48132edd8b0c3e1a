/** A note as it reads: its front matter, its text, and the notes that link to it. */
import { useEffect, useMemo, useRef } from "react";
import type { Note } from "@/api/types";
import type { Links } from "@/markdown/elements";
import { type FrontMatter, splitFrontMatter } from "@/markdown/frontMatter";
import { Markdown } from "@/markdown/Markdown";
import { nameOf } from "@/markdown/wiki";
import markdown from "@/markdown/Markdown.module.css";
import classes from "./Notes.module.css";
import { OutsideNotice } from "./OutsideMark";
import { addressOfNote, type Place } from "./address";
import { withoutTitle } from "./title";

function Fields({ matter }: { matter: FrontMatter }) {
  if (matter.raw !== null) return <pre className={classes.rawFields}>{matter.raw}</pre>;
  if (matter.fields.length === 0) return null;
  return (
    <dl className={classes.fields}>
      {matter.fields.map((field) => (
        <div key={field.name}>
          <dt>{field.name}</dt>
          <dd dir="auto">
            {field.values.map((value, index) => (
              <span key={index}>{value}</span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Backlinks({ paths, links }: { paths: readonly string[]; links: Links }) {
  if (paths.length === 0) return null;
  return (
    <section className={classes.backlinks} aria-label="Linked from">
      <h2>Linked from</h2>
      <ul>
        {paths.map((path) => (
          <li key={path}>
            <a href={addressOfNote(path)} onClick={(event) => links.openNote(path, event)} dir="auto" title={path}>
              {nameOf(path)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface NoteViewProps {
  note: Note;
  place: Place;
  links: Links;
}

export function NoteView({ note, place, links }: NoteViewProps) {
  const body = useRef<HTMLDivElement>(null);
  const matter = useMemo(() => splitFrontMatter(note.text), [note.text]);
  const shown = useMemo(() => withoutTitle(matter.body, note.title), [matter.body, note.title]);
  const { path, first, last } = place;
  const highlight = useMemo(() => (first === undefined ? undefined : { first, last: last ?? first }), [first, last]);
  useEffect(() => {
    const marked = body.current?.querySelector(`.${markdown.marked ?? "marked"}`);
    marked?.scrollIntoView({ block: "center" });
  }, [path, highlight, note.revision]);
  return (
    <div ref={body} className={classes.note}>
      <h2 className={classes.title} dir="auto">
        {note.title}
      </h2>
      {note.external && <OutsideNotice />}
      <Fields matter={matter} />
      {shown.text.trim() === "" ? (
        <p className={classes.dim}>This note has no text yet.</p>
      ) : (
        <Markdown text={shown.text} firstLine={matter.firstLine + shown.skipped} highlight={highlight} links={links} />
      )}
      <Backlinks paths={note.backlinks} links={links} />
    </div>
  );
}
