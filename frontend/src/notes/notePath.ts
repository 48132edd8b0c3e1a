/** What a person typed as a note's name, as a path; null where it names nothing. The server has the last word. */
export function asNotePath(text: string): string | null {
  const parts = text
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0 || parts.some((part) => part === "." || part === "..")) return null;
  const path = parts.join("/");
  return /\.md$/i.test(path) ? path : `${path}.md`;
}
