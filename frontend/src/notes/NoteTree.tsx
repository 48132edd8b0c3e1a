import { clsx } from "clsx";
import { useState } from "react";
import { Link } from "wouter";
import { Icon } from "@/ui/icons";
import lists from "@/ui/lists.module.css";
import { addressOfNote } from "./address";
import classes from "./Notes.module.css";
import { FolderMenu } from "./FolderMenu";
import { OutsideMark } from "./OutsideMark";
import { nameOf } from "@/markdown/wiki";
import { type Folder, foldersTo } from "./tree";

interface TreeProps {
  folder: Folder;
  current: string | null;
  open: ReadonlySet<string>;
  onToggle: (path: string) => void;
}

function FolderRow({ folder, current, open, onToggle }: TreeProps) {
  const opened = open.has(folder.path);
  return (
    <li>
      <div className={lists.row}>
        <button type="button" className={lists.link} aria-expanded={opened} onClick={() => onToggle(folder.path)}>
          <Icon name={opened ? "down" : "right"} size={14} />
          <span className={lists.name} dir="auto">
            {folder.name}
          </span>
        </button>
        <span className={lists.tail}>
          <FolderMenu folder={folder.path} />
        </span>
      </div>
      {opened && (
        <div className={classes.nested}>
          <Branch folder={folder} current={current} open={open} onToggle={onToggle} />
        </div>
      )}
    </li>
  );
}

function Branch({ folder, current, open, onToggle }: TreeProps) {
  return (
    <ul>
      {folder.folders.map((each) => (
        <FolderRow key={each.path} folder={each} current={current} open={open} onToggle={onToggle} />
      ))}
      {folder.notes.map((note) => (
        <li key={note.path} className={clsx(lists.row, classes.leaf)} data-current={note.path === current}>
          <Link
            href={addressOfNote(note.path)}
            className={clsx(lists.link)}
            aria-current={note.path === current ? "page" : undefined}
            title={note.path}
          >
            <span className={lists.name} dir="auto">
              {nameOf(note.path)}
            </span>
            {note.external && <OutsideMark />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function NoteTree({ root, current }: { root: Folder; current: string | null }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const needed = current === null ? [] : foldersTo(current);
  // A folder is open where it leads to the shown note; each press turns it over.
  const all = new Set([...toggled].filter((path) => !needed.includes(path)));
  for (const path of needed) if (!toggled.has(path)) all.add(path);
  const toggle = (path: string) =>
    setToggled((now) => {
      const next = new Set(now);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  return <Branch folder={root} current={current} open={all} onToggle={toggle} />;
}
