/** The person's notes: to find, read, write, rename and delete. */
import { Button } from "@mantine/core";
import { useCallback } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useTitle } from "@/app/useTitle";
import { useRead } from "@/api/hooks";
import { nameOf } from "@/markdown/wiki";
import { Columns } from "@/ui/Columns";
import { PageHead } from "@/ui/PageHead";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import { addressOfNote, addressOfPlace, type Place, placeIn } from "./address";
import { NewNote } from "./NewNote";
import { NoteActions } from "./NoteActions";
import { NoteEditor } from "./NoteEditor";
import { NoteList } from "./NoteList";
import classes from "./Notes.module.css";
import { NoteView } from "./NoteView";
import { TrustBanner } from "./TrustBanner";
import { useNoteLinks } from "./useNoteLinks";
import { useNotes } from "./useNotes";

function Nothing() {
  const count = useNotes().data?.length;
  useTitle("Notes");
  return (
    <>
      <PageHead title="Notes" />
      <Empty icon="notes" title={count === 0 ? "There are no notes yet" : "Choose a note"}>
        <p>
          {count === 0
            ? "What you write here is yours alone: nobody else sees it in paios. Each note is a plain markdown file."
            : "Choose one from the list, or search all of them with / or Ctrl K."}
        </p>
        <Button component={Link} href="/notes?new=1" variant={count === 0 ? "filled" : "default"}>
          {count === 0 ? "Write your first note" : "Write a note"}
        </Button>
      </Empty>
    </>
  );
}

function OneNote({ place, editing }: { place: Place; editing: boolean }) {
  const [, go] = useLocation();
  const note = useRead("get_note", { query: { path: place.path } });
  const open = useCallback((to: Place) => go(addressOfPlace(to)), [go]);
  const links = useNoteLinks(open, place.path);
  useTitle(nameOf(place.path));
  if (editing && note.data !== undefined)
    return <NoteEditor key={place.path} note={note.data} onLeave={() => go(addressOfNote(place.path))} />;
  return (
    <>
      <PageHead title={place.path}>{note.data !== undefined && <NoteActions note={note.data} />}</PageHead>
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={place.path}>
        <div className={classes.page}>
          {note.isPending && <Skeleton lines={9} label="Loading the note" />}
          {note.isError &&
            (note.error.status === 404 ? (
              <Empty icon="file" title="There is no note at this path">
                <p>It may have been renamed or deleted.</p>
                <Button component={Link} href="/notes/trash" variant="default">
                  Look among the deleted notes
                </Button>
              </Empty>
            ) : (
              <Wrong error={note.error} onRetry={() => void note.refetch()} />
            ))}
          {note.data !== undefined && <NoteView note={note.data} place={place} links={links} />}
        </div>
      </div>
    </>
  );
}

export default function NotesPage() {
  const search = useSearch();
  const fields = new URLSearchParams(search);
  const place = placeIn(search, "path");
  const body = fields.has("new") ? (
    <NewNote />
  ) : place === null ? (
    <Nothing />
  ) : (
    <OneNote key={place.path} place={place} editing={fields.has("edit")} />
  );
  return (
    <Columns list={<NoteList current={place?.path ?? null} />} listLabel="Notes">
      <TrustBanner />
      {body}
    </Columns>
  );
}
