import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { useClient } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { NoteInfo } from "@/api/types";
import { type NoteResolver, noteResolver } from "@/markdown/wiki";

const PAGE = 1000;
/** Beyond this many the list is cut; search still finds every note. */
const MOST = 20_000;

/** All notes of the vault, by path. */
export function useNotes(): UseQueryResult<readonly NoteInfo[], ProblemError> {
  const client = useClient();
  return useQuery<readonly NoteInfo[], ProblemError>({
    queryKey: ["list_notes", "all"],
    queryFn: async ({ signal }) => {
      const notes: NoteInfo[] = [];
      for (;;) {
        const page = await client.call("list_notes", { query: { limit: PAGE, offset: notes.length } }, { signal });
        notes.push(...page.items);
        if (page.items.length === 0 || notes.length >= Math.min(page.total, MOST)) return notes;
      }
    },
  });
}

export function useNoteResolver(): NoteResolver {
  const notes = useNotes().data;
  return useMemo(() => noteResolver((notes ?? []).map((note) => note.path)), [notes]);
}
