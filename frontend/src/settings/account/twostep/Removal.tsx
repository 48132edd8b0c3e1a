import { Button } from "@mantine/core";
import type { ProblemError } from "@/api/problem";
import { Wrong } from "@/ui/states";
import panel from "../../Panel.module.css";

interface RemovalProps {
  says: string;
  /** Nothing is left after it but the password. */
  last: boolean;
  error: ProblemError | null;
  busy: boolean;
  onSure: () => void;
  onDone: () => void;
}

/** What removing it means, said before. */
export function Removal({ says, last, error, busy, onSure, onDone }: RemovalProps) {
  return (
    <div className={panel.form}>
      <p>
        {says}
        {last && " It is your last: from then on your password alone lets you in, and the recovery codes go too."}
      </p>
      {error !== null && <Wrong error={error} safe="Nothing was removed." />}
      <div className={panel.buttons}>
        <Button variant="default" data-autofocus onClick={onDone}>
          Keep it
        </Button>
        <Button color="red" loading={busy} onClick={onSure}>
          Remove it
        </Button>
      </div>
    </div>
  );
}
