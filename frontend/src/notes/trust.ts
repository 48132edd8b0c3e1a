/** Whose words the notes of a folder are: what the person said of the nearest folder counts. Pure. */
import type { FolderWord, NoteTrust } from "@/api/types";

/** Folders are compared as the server does: without case, in one Unicode form. */
const same = (folder: string): string => folder.normalize("NFC").toLowerCase();

/** What was said of this folder itself; null where nothing was. */
export function saidOf(items: readonly FolderWord[], folder: string): boolean | null {
  return items.find((each) => same(each.folder) === same(folder))?.mine ?? null;
}

/** Whether other programs' notes in this folder count as the person's own. */
export function isMine(items: readonly FolderWord[], folder: string): boolean {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const said = saidOf(items, at);
    if (said !== null || at === "") return said ?? false;
  }
}

/** All that is said once this was said of one folder too. */
export function withWord(items: readonly FolderWord[], folder: string, mine: boolean): FolderWord[] {
  return [...items.filter((each) => same(each.folder) !== same(folder)), { folder, mine }];
}

/** Whether to ask whose words the notes are: nothing was said, and it would make a difference. */
export function worthAsking(trust: NoteTrust | undefined, notes: readonly { external: boolean }[]): boolean {
  return trust?.asked === false && notes.some((note) => note.external);
}
