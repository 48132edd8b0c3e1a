import { ActionIcon, Button, Menu } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Note } from "@/api/types";
import { Icon } from "@/ui/icons";
import { addressOfNote } from "./address";
import { MoveDialog } from "./MoveDialog";
import { useTrashNote } from "./useTrashNote";

export function NoteActions({ note }: { note: Note }) {
  const [, go] = useLocation();
  const [moving, setMoving] = useState(false);
  const trash = useTrashNote();
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="edit" size={16} />}
        onClick={() => go(`${addressOfNote(note.path)}&edit=1`)}
      >
        Edit
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="More for this note">
            <Icon name="more" size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="folder" size={16} />} onClick={() => setMoving(true)}>
            Rename or move
          </Menu.Item>
          <Menu.Item color="red" leftSection={<Icon name="trash" size={16} />} onClick={() => trash(note)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MoveDialog note={note} opened={moving} onClose={() => setMoving(false)} />
    </>
  );
}
