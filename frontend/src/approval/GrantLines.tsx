/** Several alike questions on one card: each line can be struck before the yes. */
import { Button } from "@mantine/core";
import type { GrantLine } from "./grant";
import classes from "./GrantLines.module.css";
import { Visible } from "./Visible";

interface GrantLinesProps {
  lines: readonly GrantLine[];
  struck: ReadonlySet<number>;
  onStrike: (line: number) => void;
}

export function GrantLines({ lines, struck, onStrike }: GrantLinesProps) {
  return (
    <ol className={classes.lines} aria-label="What it asks for">
      {lines.map(({ text, why }, index) => {
        const gone = struck.has(index);
        return (
          <li key={index} data-struck={gone || undefined}>
            <span className={classes.number} aria-hidden="true">
              {index + 1}
            </span>
            <div className={classes.words}>
              {gone ? (
                <del>
                  <Visible text={text} />
                </del>
              ) : (
                <span>
                  <Visible text={text} />
                </span>
              )}
              {why !== "" && (
                <p>
                  The assistant’s reason: <Visible text={why} />
                </p>
              )}
            </div>
            <Button
              variant="default"
              size="compact-sm"
              aria-pressed={gone}
              aria-label={`${gone ? "Put back" : "Strike"} line ${index + 1}: ${text}`}
              onClick={() => onStrike(index)}
            >
              {gone ? "Put back" : "Strike"}
            </Button>
          </li>
        );
      })}
    </ol>
  );
}
