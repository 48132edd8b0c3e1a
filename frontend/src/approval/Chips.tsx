/** Where the values of one argument come from: a chip each, amber first; a chip opens the passage behind it. */
import { clsx } from "clsx";
import { useId, useState } from "react";
import type { Origin } from "@/api/types";
import { Icon } from "@/ui/icons";
import classes from "./Origins.module.css";
import { chipOf, distinct, hasPassage } from "./origins";
import { Passage } from "./Passage";
import { sourcePlainly } from "./plain";
import { Visible } from "./Visible";

interface ChipsProps {
  origins: readonly Origin[];
  runId: string | null;
  /** The value is not the call's any more. */
  changed?: boolean;
}

export function Chips({ origins, runId, changed = false }: ChipsProps) {
  const id = useId();
  const [open, setOpen] = useState<number | null>(null);
  if (changed) return <span className={clsx(classes.chip, classes.changed)}>you changed this</span>;
  const shown = distinct(origins);
  const opened = open === null ? undefined : shown[open];
  if (shown.length === 0) return null;
  return (
    <div className={classes.chips}>
      {shown.map((origin, index) => {
        const { tone, words } = chipOf(origin);
        const label = (
          <>
            {tone === "outside" && <Icon name="outside" size={13} />}
            <span>
              {tone === "outside" && "from outside: "}
              <Visible text={tone === "outside" ? words.replace(/^from /, "") : words} />
            </span>
          </>
        );
        if (!hasPassage(origin) || runId === null)
          return (
            <span key={index} className={classes.chip} data-tone={tone}>
              {label}
            </span>
          );
        return (
          <button
            key={index}
            type="button"
            className={classes.chip}
            data-tone={tone}
            aria-expanded={open === index}
            aria-controls={`${id}-passage`}
            title="Show where it stands"
            onClick={() => setOpen(open === index ? null : index)}
          >
            {label}
            <Icon name={open === index ? "down" : "right"} size={12} />
          </button>
        );
      })}
      {opened !== undefined && (
        <Passage id={`${id}-passage`} origin={opened} runId={runId} label={`Where it stands: ${sourcePlainly(opened.source)}`} />
      )}
    </div>
  );
}
