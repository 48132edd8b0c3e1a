/** What is done to text from outside before the assistant reads it, and to what the assistant then wants. */
import { SegmentedControl, Switch } from "@mantine/core";
import { useRead, useWrite } from "@/api/hooks";
import type { Defences } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { NumbersForm } from "../NumbersForm";
import { Section } from "../Section";
import settings from "../Settings.module.css";
import { NUMBERS, STEPS, SWITCHES, WATCHES } from "./defenceWords";
import classes from "./Protection.module.css";

interface FormProps {
  defences: Defences;
  admin: boolean;
}

function Switches({ defences, admin }: FormProps) {
  const change = useWrite("change_defences");
  const tell = useToast();
  // What was chosen is shown at once; where it could not be kept, what holds is shown again.
  const shown = change.isPending ? { ...defences, ...change.variables.body } : defences;
  const put = (body: Partial<Defences>) => change.mutate({ body }, { onSuccess: () => tell("Saved") });
  return (
    <>
      {SWITCHES.map(({ name, label, says }) => (
        <Switch
          key={name}
          label={label}
          description={says}
          disabled={!admin}
          checked={shown[name]}
          onChange={(event) => put({ [name]: event.currentTarget.checked })}
        />
      ))}
      {WATCHES.map(({ name, label, says }) => (
        <div key={name} className={classes.watch}>
          <span>
            {label}
            <span className={settings.note}>{says}</span>
          </span>
          <SegmentedControl
            aria-label={label}
            data={STEPS.map((each) => ({ ...each }))}
            disabled={!admin}
            value={shown[name]}
            onChange={(value) => put({ [name]: value })}
          />
        </div>
      ))}
      {change.isError && <Wrong error={change.error} safe="What held before still holds." />}
    </>
  );
}

function Numbers({ defences, admin }: FormProps) {
  const change = useWrite("change_defences");
  const tell = useToast();
  return (
    <NumbersForm
      fields={NUMBERS}
      kept={defences}
      admin={admin}
      busy={change.isPending}
      error={change.error}
      onSave={(body) => change.mutate({ body }, { onSuccess: () => tell("Saved") })}
    />
  );
}

export function DefencesSection({ admin }: { admin: boolean }) {
  const defences = useRead("get_defences", {});
  const state = defences.data;
  return (
    <>
      <Section title="Text from outside" says="What is done to it before the assistant reads it.">
        <p className={classes.creed}>
          These are signals, not protection: what protects you is that words from outside have no authority here.
        </p>
        {defences.isPending && <Skeleton lines={6} />}
        {defences.isError && <Wrong error={defences.error} onRetry={() => void defences.refetch()} />}
        {state !== undefined && <Switches defences={state} admin={admin} />}
        {!admin && <p className={settings.note}>An administrator can change this.</p>}
      </Section>
      {state !== undefined && (
        <Section title="How much, how long" says="What is longer is cut, and the step says so.">
          <Numbers defences={state} admin={admin} />
        </Section>
      )}
    </>
  );
}
