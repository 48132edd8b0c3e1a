/** The note behind a citation, beside the chat. */
import { ActionIcon } from "@mantine/core";
import { useEffect } from "react";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import { Icon } from "@/ui/icons";
import { Skeleton, Wrong } from "@/ui/states";
import { addressOfPlace, type Place } from "./address";
import classes from "./Notes.module.css";
import { NoteView } from "./NoteView";
import { useNoteLinks } from "./useNoteLinks";

interface NotePaneProps {
  place: Place;
  onOpen: (place: Place) => void;
  onClose: () => void;
}

export function NotePane({ place, onOpen, onClose }: NotePaneProps) {
  const note = useRead("get_note", { query: { path: place.path } });
  const links = useNoteLinks(onOpen, place.path);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("[role=menu]") === null)
        onClose();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [onClose]);
  return (
    <>
      <header className={classes.paneHead}>
        <span className={classes.panePath} dir="auto" title={place.path}>
          {place.path}
        </span>
        <ActionIcon
          component={Link}
          href={addressOfPlace(place)}
          variant="subtle"
          color="gray"
          aria-label="Open in notes"
          title="Open in notes"
        >
          <Icon name="out" />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label="Close the note" title="Close (Esc)" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.paneBody} tabIndex={0} role="region" aria-label={place.path}>
        {note.isPending && <Skeleton lines={9} label="Loading the note" />}
        {note.isError && <Wrong error={note.error} onRetry={() => void note.refetch()} />}
        {note.data !== undefined && <NoteView note={note.data} place={place} links={links} />}
      </div>
    </>
  );
}
