/** Which note a wiki link or a relative link means. */

const fold = (text: string): string => text.normalize("NFC").toLocaleLowerCase();
const withoutSuffix = (path: string): string => path.replace(/\.md$/i, "");
const lastPart = (path: string): string => path.split("/").at(-1) ?? path;

/** `target` from the folder of `base`; null where it leads out of the vault. */
function relative(target: string, base: string): string | null {
  const parts = base.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** The path of the note that `target`, written in the note `base`, names; null where there is none. */
export type NoteResolver = (target: string, base?: string) => string | null;

/**
 * A name may be a path from the note's folder, a path from the root, or the end of a path, for which the
 * shortest one wins. A heading after `#` is left out; case does not count.
 */
export function noteResolver(paths: readonly string[]): NoteResolver {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const folded = fold(withoutSuffix(path));
    byPath.set(folded, path);
    const name = lastPart(folded);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (target, base = "") => {
    const name = fold(withoutSuffix((target.split("#")[0] ?? "").trim()));
    if (name === "") return null;
    const near = relative(name, fold(base));
    const exact = (near === null ? undefined : byPath.get(near)) ?? byPath.get(name);
    if (exact !== undefined) return exact;
    const ending = (byName.get(lastPart(name)) ?? []).filter((path) =>
      `/${fold(withoutSuffix(path))}`.endsWith(`/${name}`),
    );
    return ending.sort((one, other) => one.length - other.length || one.localeCompare(other))[0] ?? null;
  };
}

export const nameOf = (path: string): string => withoutSuffix(lastPart(path));
