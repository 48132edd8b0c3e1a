/** What would change, line by line, with signs and not only colours; a long one shows its end as well. */
import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import classes from "./DiffView.module.css";
import { countsOf, type Row, rowsOf } from "./diff";
import { Visible } from "./Visible";

const SIGN: Readonly<Record<Row["kind"], string>> = { added: "+", removed: "−", same: " ", gap: "⋯" };
const SPOKEN: Readonly<Record<Row["kind"], string>> = { added: "added: ", removed: "removed: ", same: "", gap: "" };
const SHORT = 16;
const END = 4;

function DiffRow({ row }: { row: Row }) {
  return (
    <div className={classes[row.kind]}>
      <span className={classes.number} aria-hidden="true">
        {row.after ?? row.before ?? ""}
      </span>
      <span className={classes.sign} aria-hidden="true">
        {SIGN[row.kind]}
      </span>
      <span className={classes.said}>{SPOKEN[row.kind]}</span>
      <span className={classes.text}>
        <Visible text={row.text} />
      </span>
    </div>
  );
}

const counted = (count: number, word: string): string => `${count} line${count === 1 ? "" : "s"} ${word}`;

export function DiffView({ diff }: { diff: string }) {
  const rows = useMemo(() => rowsOf(diff), [diff]);
  const [open, setOpen] = useState(false);
  const { added, removed } = countsOf(rows);
  const long = rows.length > SHORT;
  const end = long && !open ? rows.slice(-END) : [];
  const summary = [added > 0 && counted(added, "added"), removed > 0 && counted(removed, "removed")];
  return (
    <div className={classes.diff}>
      <div className={classes.head}>
        <span>{summary.filter((part) => part !== false).join(", ") || "Nothing changes"}</span>
        {long && (
          <Button variant="subtle" size="compact-xs" onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? "Fold" : `Show all ${rows.length} lines`}
          </Button>
        )}
      </div>
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={open ? classes.open : classes.rows} tabIndex={0} role="group" aria-label="What would change">
        {(long && !open ? rows.slice(0, -END) : rows).map((row, index) => (
          <DiffRow key={index} row={row} />
        ))}
      </div>
      {end.length > 0 && (
        <div className={classes.end} role="group" aria-label="How it ends">
          {end.map((row, index) => (
            <DiffRow key={index} row={row} />
          ))}
        </div>
      )}
    </div>
  );
}
