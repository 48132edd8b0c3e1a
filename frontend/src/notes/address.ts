/** Addresses of notes and of places in them. */

export interface Place {
  readonly path: string;
  readonly first?: number | undefined;
  readonly last?: number | undefined;
}

function searchOf(name: string, place: Place): URLSearchParams {
  const search = new URLSearchParams({ [name]: place.path });
  if (place.first !== undefined) search.set("lines", `${place.first}-${place.last ?? place.first}`);
  return search;
}

export const addressOfNote = (path: string): string => `/notes?${searchOf("path", { path }).toString()}`;
export const addressOfPlace = (place: Place): string => `/notes?${searchOf("path", place).toString()}`;

/** The same page with a note beside it. */
export const besideOf = (page: string, place: Place): string => `${page}?${searchOf("note", place).toString()}`;

export function placeIn(search: string, name: "path" | "note"): Place | null {
  const fields = new URLSearchParams(search);
  const path = fields.get(name);
  if (path === null || path === "") return null;
  const lines = /^(\d{1,7})-(\d{1,7})$/.exec(fields.get("lines") ?? "");
  return lines === null ? { path } : { path, first: Number(lines[1]), last: Number(lines[2]) };
}
