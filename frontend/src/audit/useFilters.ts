import { useLocation, useSearch } from "wouter";
import { endOf, isId, isKind, startOf } from "./words";

export const PAGE = 50;

export interface Filters {
  readonly text: string;
  readonly kind: string;
  readonly run: string;
  readonly since: string;
  readonly until: string;
  readonly page: number;
}

/** The filters live in the address, so that a view of the record can be kept and sent. */
export function useFilters(): readonly [Filters, (change: Partial<Filters>) => void] {
  const [path, go] = useLocation();
  const fields = new URLSearchParams(useSearch());
  const read = (name: string) => fields.get(name) ?? "";
  const filters: Filters = {
    text: read("text"),
    kind: read("kind"),
    run: read("run"),
    since: read("since"),
    until: read("until"),
    page: Math.max(0, Math.trunc(Number(read("page"))) || 0),
  };
  const change = (part: Partial<Filters>) => {
    const next = { ...filters, page: 0, ...part };
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(next)) if (value !== "" && value !== 0) search.set(name, String(value));
    go(search.size > 0 ? `${path}?${search.toString()}` : path, { replace: true });
  };
  return [filters, change];
}

/** What the server is asked; a filter that is not complete yet is left out. */
export function queryOf({ text, kind, run, since, until, page }: Filters) {
  const from = startOf(since);
  const to = endOf(until);
  return {
    limit: PAGE,
    offset: page * PAGE,
    text,
    ...(isKind(kind) ? { kind } : {}),
    ...(isId(run) ? { run_id: run } : {}),
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
  };
}
