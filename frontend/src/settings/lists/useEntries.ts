import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useClient } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { ListEntry } from "@/api/types";

const PAGE = 200;
/** Beyond this many the page shows the newest, and says so. */
const MOST = 10_000;

/** All that is on the lists, newest first. */
export function useEntries(): UseQueryResult<readonly ListEntry[], ProblemError> {
  const client = useClient();
  return useQuery<readonly ListEntry[], ProblemError>({
    queryKey: ["list_whitelists", "all"],
    queryFn: async ({ signal }) => {
      const entries: ListEntry[] = [];
      for (;;) {
        const page = await client.call("list_whitelists", { query: { limit: PAGE, offset: entries.length } }, { signal });
        entries.push(...page.items);
        if (page.items.length === 0 || entries.length >= Math.min(page.total, MOST)) return entries;
      }
    },
  });
}
