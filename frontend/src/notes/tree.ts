/** The folders of the vault, made of the notes' paths. */
import type { NoteInfo } from "@/api/types";
import { nameOf } from "@/markdown/wiki";

export interface Folder {
  readonly name: string;
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly notes: readonly NoteInfo[];
}

interface Growing {
  readonly name: string;
  readonly path: string;
  readonly folders: Map<string, Growing>;
  readonly notes: NoteInfo[];
}

const grow = (name: string, path: string): Growing => ({ name, path, folders: new Map(), notes: [] });

function settle(folder: Growing, compare: (one: string, other: string) => number): Folder {
  return {
    name: folder.name,
    path: folder.path,
    folders: [...folder.folders.values()]
      .map((each) => settle(each, compare))
      .sort((one, other) => compare(one.name, other.name)),
    notes: folder.notes.sort((one, other) => compare(nameOf(one.path), nameOf(other.path))),
  };
}

export function treeOf(notes: readonly NoteInfo[]): Folder {
  const root = grow("", "");
  for (const note of notes) {
    let folder = root;
    for (const name of note.path.split("/").slice(0, -1)) {
      const path = folder.path === "" ? name : `${folder.path}/${name}`;
      let next = folder.folders.get(name);
      if (next === undefined) folder.folders.set(name, (next = grow(name, path)));
      folder = next;
    }
    folder.notes.push(note);
  }
  return settle(root, new Intl.Collator(undefined, { numeric: true }).compare);
}

/** The folders that lead to a note. */
export function foldersTo(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
