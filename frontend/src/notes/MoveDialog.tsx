import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import type { Note } from "@/api/types";
import { Wrong } from "@/ui/states";
import { addressOfNote } from "./address";
import classes from "./Notes.module.css";
import { asNotePath } from "./notePath";

function MoveForm({ note, onClose }: { note: Note; onClose: () => void }) {
  const [text, setText] = useState(note.path);
  const [, go] = useLocation();
  const move = useWrite("move_note");
  const target = asNotePath(text);
  const submit = () => {
    if (target === null) return;
    move.mutate(
      { body: { path: note.path, target } },
      {
        onSuccess: (moved) => {
          onClose();
          go(addressOfNote(moved.path), { replace: true });
        },
      },
    );
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        data-autofocus
        label="Folder and name"
        description="With / between folders; a folder that does not exist is made."
        maxLength={1024}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {move.isError && <Wrong error={move.error} safe="The note is where it was." />}
      <div className={classes.formButtons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={target === null || target === note.path} loading={move.isPending}>
          Rename
        </Button>
      </div>
    </form>
  );
}

export function MoveDialog({ note, opened, onClose }: { note: Note; opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rename or move" closeButtonProps={{ "aria-label": "Close" }}>
      <MoveForm note={note} onClose={onClose} />
    </Modal>
  );
}
