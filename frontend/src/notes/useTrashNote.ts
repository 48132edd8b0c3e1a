import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import { asProblem } from "@/api/problem";
import type { Note } from "@/api/types";
import { useToast } from "@/ui/Toasts";
import { addressOfNote } from "./address";

/** Moves a note to the trash without a question, for it can be put back (by promises: see useDeleteConversation). */
export function useTrashNote(): (note: Note) => void {
  const { mutateAsync: trash } = useWrite("trash_note");
  const { mutateAsync: restore } = useWrite("restore_note");
  const tell = useToast();
  const [, go] = useLocation();
  return ({ path, title }) => {
    const undo = (id: string) =>
      void restore({ path: { trash_id: id } }).then(
        (note) => go(addressOfNote(note.path)),
        (error: unknown) => tell(`Not put back: ${asProblem(error).message}`),
      );
    void trash({ query: { path } }).then(
      ({ id }) => {
        go("/notes");
        tell(`Deleted “${title}”`, () => undo(id));
      },
      (error: unknown) => tell(`Not deleted: ${asProblem(error).message}`),
    );
  };
}
