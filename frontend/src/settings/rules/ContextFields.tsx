/** When a rule counts at all: how the request must have come in. */
import { NativeSelect, Switch } from "@mantine/core";
import classes from "../Panel.module.css";
import { DOORS, type RuleDraft } from "./ruleDraft";

interface ContextFieldsProps {
  draft: RuleDraft;
  onChange: (draft: RuleDraft) => void;
}

const ANY = "any";
const asked = (value: boolean | null): string => (value === null ? ANY : String(value));
const meant = (value: string): boolean | null => (value === ANY ? null : value === "true");

export function ContextFields({ draft, onChange }: ContextFieldsProps) {
  const turn = (door: (typeof DOORS)[number]["value"], on: boolean) =>
    onChange({ ...draft, doors: on ? [...draft.doors, door] : draft.doors.filter((each) => each !== door) });
  return (
    <>
      <div className={classes.pairOfFields}>
        <NativeSelect
          label="Who is there"
          data={[
            { value: ANY, label: "Whether I am there or not" },
            { value: "true", label: "Only while I am there" },
            { value: "false", label: "Only while nobody is there" },
          ]}
          value={asked(draft.interactive)}
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, interactive: meant(value) })}
        />
        <NativeSelect
          label="Asked from"
          data={[
            { value: ANY, label: "Anywhere" },
            { value: "false", label: "Only from this machine" },
            { value: "true", label: "Only from another machine" },
          ]}
          value={asked(draft.remote)}
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, remote: meant(value) })}
        />
      </div>
      <fieldset className={classes.fieldset}>
        <legend>Asked for through</legend>
        <p className={classes.hint}>With none chosen, through any of them.</p>
        {DOORS.map(({ value, label }) => (
          <Switch
            key={value}
            label={label}
            checked={draft.doors.includes(value)}
            onChange={(event) => turn(value, event.currentTarget.checked)}
          />
        ))}
      </fieldset>
    </>
  );
}
