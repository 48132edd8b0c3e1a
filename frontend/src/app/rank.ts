/** Finds by parts of words, in any order: `bo dec` finds `Boiler decision`. */

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

function score(name: string, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at === -1) return -1;
    sum += at === 0 ? 0 : /[\s/_-]/.test(name[at - 1] ?? "") ? 1 : 3;
  }
  return sum;
}

/** The entries that hold every word, best first; those that are equally good keep their order. */
export function best<T>(entries: readonly T[], text: string, nameOf: (entry: T) => string, limit: number): T[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return entries.slice(0, limit);
  return entries
    .map((entry) => ({ entry, points: score(fold(nameOf(entry)), words) }))
    .filter(({ points }) => points >= 0)
    .sort((one, other) => one.points - other.points)
    .slice(0, limit)
    .map(({ entry }) => entry);
}
