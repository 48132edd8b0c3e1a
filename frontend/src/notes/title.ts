/** A note's first heading is its title, which is shown above it already. */
export function withoutTitle(body: string, title: string): { text: string; skipped: number } {
  const found = /^\s*# +(.*?)[ \t]*#*[ \t]*(?:\n|$)/.exec(body);
  if (found?.[1] !== title.trim()) return { text: body, skipped: 0 };
  const skipped = found[0].split("\n").length - 1;
  return { text: body.slice(found[0].length), skipped };
}
