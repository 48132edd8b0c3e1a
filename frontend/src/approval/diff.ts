/** A unified diff as rows that can be shown. */

export interface Row {
  readonly kind: "added" | "removed" | "same" | "gap";
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * The rows of a diff. Inside a hunk its own line counts decide what is content, so that a removed line that
 * looks like a file header is still shown; what belongs to no hunk and is no header is shown too, never dropped.
 */
export function rowsOf(diff: string): Row[] {
  const rows: Row[] = [];
  let before = 0;
  let after = 0;
  let leftBefore = 0;
  let leftAfter = 0;
  const lines = diff.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const mark = line[0] ?? " ";
    const text = line.slice(1);
    if (leftBefore > 0 || leftAfter > 0) {
      if (mark === "+") {
        rows.push({ kind: "added", text, before: null, after: after++ });
        leftAfter--;
      } else if (mark === "-") {
        rows.push({ kind: "removed", text, before: before++, after: null });
        leftBefore--;
      } else if (mark !== "\\") {
        rows.push({ kind: "same", text, before: before++, after: after++ });
        leftBefore--;
        leftAfter--;
      }
      continue;
    }
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      before = Number(hunk[1]);
      after = Number(hunk[3]);
      leftBefore = Number(hunk[2] ?? "1");
      leftAfter = Number(hunk[4] ?? "1");
      const start = Math.max(before, after);
      if (rows.length > 0 || start > 1) rows.push({ kind: "gap", text: `line ${start}`, before: null, after: null });
    } else if (!/^(?:--- |\+\+\+ |\\ )/.test(line)) {
      const kind = mark === "+" ? "added" : mark === "-" ? "removed" : "same";
      rows.push({ kind, text: kind === "same" ? line : text, before: null, after: null });
    }
  }
  return rows;
}

export function countsOf(rows: readonly Row[]): { added: number; removed: number } {
  return {
    added: rows.filter((row) => row.kind === "added").length,
    removed: rows.filter((row) => row.kind === "removed").length,
  };
}
