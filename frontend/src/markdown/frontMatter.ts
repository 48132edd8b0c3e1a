/** The lines of names and values that some notes begin with. */

export interface FrontMatter {
  readonly fields: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** Null where the fields could not be read; then the raw lines are shown. */
  readonly raw: string | null;
  readonly body: string;
  /** The number of the body's first line in the note. */
  readonly firstLine: number;
}

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, "$2");

function valuesOf(text: string): string[] {
  const list = /^\[(.*)\]$/.exec(text.trim());
  const parts = list === null ? [text] : (list[1] ?? "").split(",");
  return parts.map(unquote).filter((part) => part !== "");
}

function fieldsOf(lines: readonly string[]): { name: string; values: string[] }[] | null {
  const fields: { name: string; values: string[] }[] = [];
  for (const line of lines) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const item = /^\s*-\s+(.*)$/.exec(line);
    const last = fields.at(-1);
    if (item !== null && last !== undefined) last.values.push(unquote(item[1] ?? ""));
    else {
      const field = /^([\p{L}\p{N}_ -]{1,64}):(?:\s+(.*))?$/u.exec(line);
      if (field === null) return null;
      fields.push({ name: (field[1] ?? "").trim(), values: valuesOf(field[2] ?? "") });
    }
  }
  return fields;
}

export function splitFrontMatter(text: string): FrontMatter {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const end = lines[0] === "---" ? lines.indexOf("---", 1) : -1;
  if (end === -1) return { fields: [], raw: null, body: lines.join("\n"), firstLine: 1 };
  const head = lines.slice(1, end);
  const fields = fieldsOf(head);
  return {
    fields: fields ?? [],
    raw: fields === null ? head.join("\n") : null,
    body: lines.slice(end + 1).join("\n"),
    firstLine: end + 2,
  };
}
