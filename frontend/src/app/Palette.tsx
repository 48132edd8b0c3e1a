/** Every action and note, found by its name. */
import { Modal } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { useRead, useWrite } from "@/api/hooks";
import { addressOfNote } from "@/notes/address";
import { useNotes } from "@/notes/useNotes";
import { Icon, type IconName } from "@/ui/icons";
import classes from "./Palette.module.css";
import { best } from "./rank";

interface Entry {
  readonly icon: IconName;
  readonly label: string;
  readonly hint: string;
  readonly act: () => void;
}

interface PaletteProps {
  opened: boolean;
  onClose: () => void;
  onKeys: () => void;
}

function useEntries(onKeys: () => void): readonly Entry[] {
  const [, go] = useLocation();
  const notes = useNotes().data;
  const chats = useRead("list_conversations", { query: { limit: 50 } }).data?.items;
  const paused = useRead("get_pause", {}).data?.paused ?? false;
  const pause = useWrite("pause");
  const resume = useWrite("resume");
  return useMemo(() => {
    const place = (icon: IconName, label: string, href: string, hint = "Go"): Entry => ({
      icon,
      label,
      hint,
      act: () => go(href),
    });
    return [
      place("plus", "New conversation", "/chat", "c"),
      place("inbox", "Inbox", "/inbox", "g i"),
      place("notes", "Notes", "/notes", "g n"),
      place("edit", "New note", "/notes?new=1", "Do"),
      place("trash", "Deleted notes", "/notes/trash"),
      place("activity", "Activity", "/audit", "g a"),
      place("settings", "Settings", "/settings", "g s"),
      place("check", "Rules", "/settings/rules"),
      place("list", "Lists of what I vouch for", "/settings/lists"),
      place("link", "Tool servers", "/settings/tools"),
      place("shield", "Protection", "/settings/protection"),
      place("clock", "Limits and usage", "/settings/limits"),
      paused
        ? { icon: "play", label: "Resume everything", hint: "Do", act: () => resume.mutate({}) }
        : { icon: "pause", label: "Pause everything", hint: "Do", act: () => pause.mutate({}) },
      { icon: "keyboard", label: "Show the keys", hint: "?", act: onKeys },
      ...(chats ?? []).map((chat) => place("chat", chat.title, `/chat/${chat.id}`, "Conversation")),
      ...(notes ?? []).map((note) => place("file", note.title, addressOfNote(note.path), note.path)),
    ] satisfies Entry[];
    // The mutations change at each of their steps; what they do does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [go, notes, chats, paused, onKeys]);
}

function Finder({ onClose, onKeys }: Omit<PaletteProps, "opened">) {
  const entries = useEntries(onKeys);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useMemo(() => best(entries, text, (entry) => `${entry.label} ${entry.hint}`, 40), [entries, text]);
  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = (at + step + found.length) % Math.max(1, found.length);
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(found[at]);
    }
  };
  return (
    <div className={classes.finder}>
      <div className={classes.field}>
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
          aria-label="Find an action, a conversation or a note"
          placeholder="Find an action, a conversation or a note"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {/* The keys are taken by the field, which names the chosen line. */}
      <div id={`${id}-list`} className={classes.found} role="listbox" aria-label="Found">
        {found.map((entry, index) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={`${entry.hint}\n${entry.label}\n${index}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(entry)}
          >
            <Icon name={entry.icon} />
            <span className={classes.label}>{entry.label}</span>
            <span className={classes.hint}>{entry.hint}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={classes.nothing}>Nothing is called that.</p>}
    </div>
  );
}

export function Palette({ opened, onClose, onKeys }: PaletteProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12vh"
      attributes={{ content: { "aria-label": "Find anything" } }}
    >
      <Finder onClose={onClose} onKeys={onKeys} />
    </Modal>
  );
}
