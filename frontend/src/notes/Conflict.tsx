import { Button } from "@mantine/core";
import type { Note } from "@/api/types";
import { PageHead } from "@/ui/PageHead";
import classes from "./Notes.module.css";

interface ConflictProps {
  mine: string;
  theirs: Note;
  onMine: () => void;
  onTheirs: () => void;
  onBack: () => void;
}

/** Two texts of one note, side by side; the person says which one stays. */
export function Conflict({ mine, theirs, onMine, onTheirs, onBack }: ConflictProps) {
  const texts = [
    { name: "Your text", text: mine, keep: "Keep mine", act: onMine },
    { name: "The note as it is now", text: theirs.text, keep: "Keep this one", act: onTheirs },
  ];
  return (
    <>
      <PageHead title={theirs.path}>
        <Button variant="default" onClick={onBack}>
          Go on writing
        </Button>
      </PageHead>
      <div className={classes.notice} role="alert">
        <strong>This note was changed elsewhere while you were writing.</strong> Nothing is overwritten until you
        choose.
      </div>
      <div className={classes.both}>
        {texts.map(({ name, text, keep, act }) => (
          <section key={name} aria-label={name}>
            <header>
              <h2>{name}</h2>
              <Button variant="default" size="xs" onClick={act}>
                {keep}
              </Button>
            </header>
            {/* Scrolls, by keyboard too. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre tabIndex={0} dir="auto">
              {text}
            </pre>
          </section>
        ))}
      </div>
    </>
  );
}
