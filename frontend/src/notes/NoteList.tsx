/** The list beside the notes: the folders, or what was searched for, by name and in the text. */
import { ActionIcon } from "@mantine/core";
import { clsx } from "clsx";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import type { NoteInfo } from "@/api/types";
import { best } from "@/app/rank";
import { Icon } from "@/ui/icons";
import lists from "@/ui/lists.module.css";
import { SearchField } from "@/ui/SearchField";
import { Skeleton, Wrong } from "@/ui/states";
import { addressOfNote, addressOfPlace } from "./address";
import { excerpt, headingWithin } from "./excerpt";
import classes from "./Notes.module.css";
import { FolderMenu } from "./FolderMenu";
import { NoteTree } from "./NoteTree";
import { OutsideMark } from "./OutsideMark";
import { treeOf } from "./tree";
import { useNotes } from "./useNotes";

const SHOWN = 30;

function ByName({ notes, text }: { notes: readonly NoteInfo[]; text: string }) {
  const found = useMemo(() => best(notes, text, (note) => `${note.title} ${note.path}`, SHOWN), [notes, text]);
  return (
    <section aria-label="Names">
      <h2 className={lists.group}>Names</h2>
      {found.length === 0 && <p className={lists.nothing}>No note is called that.</p>}
      <ul>
        {found.map((note) => (
          <li key={note.path} className={lists.row}>
            <Link href={addressOfNote(note.path)} className={clsx(lists.link)} title={note.path}>
              <Icon name="file" size={16} />
              <span className={lists.name} dir="auto">
                {note.title}
              </span>
              {note.external && <OutsideMark />}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function InText({ text }: { text: string }) {
  const [wanted] = useDebouncedValue(text, 250);
  const hits = useRead("search_notes", { query: { text: wanted, limit: 12 } }, { keep: true });
  return (
    <section aria-label="In the text" aria-busy={hits.isFetching}>
      <h2 className={lists.group}>In the text</h2>
      {hits.isPending && <Skeleton lines={3} label="Searching" />}
      {hits.isError && <Wrong error={hits.error} onRetry={() => void hits.refetch()} />}
      {hits.data?.items.length === 0 && <p className={lists.nothing}>Nothing was found.</p>}
      <ul>
        {hits.data?.items.map((hit) => (
          <li key={`${hit.path}:${hit.first_line}`} className={lists.row}>
            <Link
              href={addressOfPlace({ path: hit.path, first: hit.first_line, last: hit.last_line })}
              className={clsx(lists.link, classes.hit)}
            >
              <span className={lists.name} dir="auto">
                {hit.external && <OutsideMark />} {hit.title}
                {headingWithin(hit.heading, hit.title) !== "" && (
                  <span className={classes.dim}> › {headingWithin(hit.heading, hit.title)}</span>
                )}
              </span>
              <span className={classes.passage} dir="auto">
                {excerpt(hit.text)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function NoteList({ current }: { current: string | null }) {
  const notes = useNotes();
  const [text, setText] = useState("");
  const root = useMemo(() => treeOf(notes.data ?? []), [notes.data]);
  const wanted = text.trim();
  return (
    <>
      <div className={lists.top}>
        <SearchField className={clsx(lists.search)} label="Search notes" value={text} onChange={setText} />
        <ActionIcon
          component={Link}
          href="/notes?new=1"
          variant="default"
          size={36}
          aria-label="New note"
          title="New note"
        >
          <Icon name="plus" />
        </ActionIcon>
      </div>
      <nav className={lists.scroll} aria-label="Notes">
        {notes.isPending && <Skeleton lines={10} label="Loading notes" />}
        {notes.isError && <Wrong error={notes.error} onRetry={() => void notes.refetch()} />}
        {wanted === "" ? (
          <NoteTree root={root} current={current} />
        ) : (
          <>
            <ByName notes={notes.data ?? []} text={wanted} />
            <InText text={wanted} />
          </>
        )}
      </nav>
      <div className={classes.listFoot}>
        <Link href="/notes/trash" className={clsx(lists.link)}>
          <Icon name="trash" size={16} /> Deleted notes
        </Link>
        <FolderMenu folder="" />
      </div>
    </>
  );
}
