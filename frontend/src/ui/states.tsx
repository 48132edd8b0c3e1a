/** What a page shows when it has nothing, waits, or has failed. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { CopyButton } from "./CopyButton";
import { Icon, type IconName } from "./icons";
import classes from "./states.module.css";

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
}

export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <Icon name={icon} size={28} className={classes.emptyIcon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

const WIDTHS = [92, 78, 85, 60, 88, 70, 50, 80];

/** Grey lines where text will be; they appear only when the wait is worth noticing (200 ms). */
export function Skeleton({ lines = 5, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div className={classes.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} style={{ width: `${WIDTHS[index % WIDTHS.length] ?? 80}%` }} />
      ))}
    </div>
  );
}

interface WrongProps {
  error: unknown;
  /** In place of the problem's own title, where the page knows better what was tried. */
  title?: string;
  /** What went wrong stands already where it can be mended. */
  brief?: boolean;
  /** What has not happened, so that nobody need wonder. */
  safe?: string;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
}

export function Wrong({ error, title, brief = false, safe, onRetry, children }: WrongProps) {
  const problem = asProblem(error);
  const headline = title ?? problem.title;
  const code = problem.reference === null ? problem.code : `${problem.code} · ${problem.reference}`;
  return (
    <div className={classes.wrong} role="alert">
      <strong>{headline}</strong>
      {!brief && problem.message !== headline && <p>{problem.message}</p>}
      {safe !== undefined && <p>{safe}</p>}
      <span className={classes.code}>
        <code>{code}</code>
        <CopyButton text={code} label="Copy the code" />
      </span>
      {(onRetry !== undefined || children !== undefined) && (
        <div className={classes.actions}>
          {onRetry !== undefined && (
            <Button variant="default" size="xs" onClick={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </div>
      )}
    </div>
  );
}
