import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useClient } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { ApiKey } from "@/api/types";

const PAGE = 200;
/** Beyond this many the page shows the newest. */
const MOST = 2_000;

/** All keys of the person, newest first. */
export function useKeys(): UseQueryResult<readonly ApiKey[], ProblemError> {
  const client = useClient();
  return useQuery<readonly ApiKey[], ProblemError>({
    queryKey: ["list_keys", "all"],
    queryFn: async ({ signal }) => {
      const keys: ApiKey[] = [];
      for (;;) {
        const page = await client.call("list_keys", { query: { limit: PAGE, offset: keys.length } }, { signal });
        keys.push(...page.items);
        if (page.items.length === 0 || keys.length >= Math.min(page.total, MOST)) return keys;
      }
    },
  });
}
