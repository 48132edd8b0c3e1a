import { useMemo } from "react";
import type { Citation } from "@/api/types";
import type { Links } from "@/markdown/elements";
import { addressOfNote, type Place } from "./address";
import { useNoteResolver } from "./useNotes";

/** A click with a key held means the browser's own: another tab, a download. */
const isPlain = (event: { preventDefault(): void }): boolean => {
  const { metaKey, ctrlKey, shiftKey } = event as Partial<MouseEvent>;
  return metaKey !== true && ctrlKey !== true && shiftKey !== true;
};

/** The links of a text written in the note `base`; `open` shows a note where this page shows notes. */
export function useNoteLinks(open: (place: Place) => void, base = ""): Links {
  const resolve = useNoteResolver();
  return useMemo(
    () => ({
      noteHref: (target) => {
        const path = resolve(target, base);
        return path === null ? null : addressOfNote(path);
      },
      openNote: (target, event) => {
        const path = resolve(target, base);
        if (path === null || !isPlain(event)) return;
        event.preventDefault();
        open({ path });
      },
      openCitation: ({ path, first_line, last_line }: Citation) => open({ path, first: first_line, last: last_line }),
    }),
    [resolve, base, open],
  );
}
