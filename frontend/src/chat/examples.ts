import type { NoteInfo } from "@/api/types";

const SAMPLE = [
  "What did we decide about the boiler?",
  "What do I have to do this week?",
  "Add to my shopping list: oat milk",
];
const EMPTY = [
  "What can you do for me?",
  "Write a note with a packing list for a weekend",
  "What must you ask me before you do it?",
];

/** Three questions that this vault can answer. */
export function examples(notes: readonly NoteInfo[]): readonly string[] {
  if (notes.some((note) => note.path === "House/Boiler decision.md")) return SAMPLE;
  const [first, second] = [...notes].sort((one, other) => other.modified_at.localeCompare(one.modified_at));
  if (first === undefined) return EMPTY;
  return [
    `What does my note “${first.title}” say?`,
    second === undefined ? "What did I write about most?" : `What do my notes say about ${second.title}?`,
    "Write a note with a packing list for a weekend",
  ];
}
