/** A value as text: a long one scrolls, and its end is always in sight. */
import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { cut } from "./cut";
import classes from "./Fields.module.css";
import { Visible } from "./Visible";

const counted = (count: number, word: string): string => `${count.toLocaleString()} ${word}${count === 1 ? "" : "s"}`;

export function LongText({ text, name }: { text: string; name: string }) {
  const { start, end, lines } = useMemo(() => cut(text), [text]);
  const [open, setOpen] = useState(false);
  if (text === "") return <span className={classes.nothing}>empty</span>;
  if (end === "")
    return (
      <div className={classes.text} dir="auto">
        <Visible text={start} />
      </div>
    );
  return (
    <div className={classes.long}>
      <div className={classes.longHead}>
        <span>{lines > 1 ? counted(lines, "line") : counted(text.length, "character")}</span>
        <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Fold" : "Show all"}
        </Button>
      </div>
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={open ? classes.open : classes.start} tabIndex={0} role="group" aria-label={name} dir="auto">
        <Visible text={open ? text : start} />
      </div>
      {!open && (
        <div className={classes.end} role="group" aria-label={`How ${name} ends`} dir="auto">
          <Visible text={end} />
        </div>
      )}
    </div>
  );
}
