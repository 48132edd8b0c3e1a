import { clsx } from "clsx";
import type { BudgetLine } from "@/api/types";
import classes from "./Usage.module.css";
import { NAMES, said, share, worthALine } from "./usageWords";

function Line({ line, currency }: { line: BudgetLine; currency: string }) {
  const words = said(line, currency);
  const name = NAMES[line.counted];
  return (
    <li className={clsx(classes.line, line.left === 0 && classes.full)}>
      <span>{name}</span>
      <span className={classes.words}>{words}</span>
      {line.limit !== null && (
        <span
          className={classes.meter}
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share(line)}
          aria-valuetext={words}
        >
          <span style={{ width: `${share(line)}%` }} />
        </span>
      )}
    </li>
  );
}

interface UsageBarsProps {
  title: string;
  lines: readonly BudgetLine[];
  currency: string;
  /** In place of the lines, where there is nothing to tell. */
  none: string;
}

export function UsageBars({ title, lines, currency, none }: UsageBarsProps) {
  const shown = lines.filter(worthALine);
  return (
    <div className={classes.group}>
      <h3>{title}</h3>
      {shown.length === 0 ? (
        <p className={classes.again}>{none}</p>
      ) : (
        <ul className={classes.lines} aria-label={title}>
          {shown.map((line) => (
            <Line key={line.counted} line={line} currency={currency} />
          ))}
        </ul>
      )}
    </div>
  );
}
