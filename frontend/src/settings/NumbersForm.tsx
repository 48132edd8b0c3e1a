import { Button, NumberInput } from "@mantine/core";
import { useState } from "react";
import type { ProblemError } from "@/api/problem";
import { Wrong } from "@/ui/states";
import panel from "./Panel.module.css";
import classes from "./Settings.module.css";

export interface NumberField<N extends string> {
  name: N;
  label: string;
  says: string;
  least: number;
  most: number;
}

type Numbers<N extends string> = Readonly<Partial<Record<N, number>>>;
/** A field that was emptied waits for its number. */
type Typed<N extends string> = Readonly<Partial<Record<N, number | "">>>;

interface Props<N extends string> {
  fields: readonly NumberField<N>[];
  kept: Readonly<Record<N, number>>;
  admin: boolean;
  busy: boolean;
  error: ProblemError | null;
  onSave: (typed: Numbers<N>) => void;
}

/**
 * Numbers that are saved together. What is typed and not yet kept lies over what is kept, field by field: a change
 * from elsewhere shows in the other fields and takes nothing that was typed.
 */
export function NumbersForm<N extends string>({ fields, kept, admin, busy, error, onSave }: Props<N>) {
  const [typed, setTyped] = useState({} as Typed<N>);
  const open = fields.map(({ name }) => name).filter((name) => typed[name] !== undefined && typed[name] !== kept[name]);
  const draft = Object.fromEntries(open.map((name) => [name, typed[name]])) as Typed<N>;
  const body = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== "")) as Numbers<N>;
  const type = (name: N, value: string | number | bigint) => setTyped({ ...draft, [name]: value === "" ? "" : Number(value) });
  if (open.length < Object.keys(typed).length) setTyped(draft); // what is kept now is no draft any more
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(body);
      }}
    >
      <div className={panel.pairOfFields}>
        {fields.map(({ name, label, says, least, most }) => (
          <NumberInput
            key={name}
            label={label}
            description={says}
            min={least}
            max={most}
            allowDecimal={false}
            clampBehavior="blur"
            thousandSeparator=" "
            disabled={!admin}
            value={draft[name] ?? kept[name]}
            onChange={(value) => type(name, value)}
            onBlur={() => draft[name] === "" && type(name, kept[name])}
          />
        ))}
      </div>
      {error !== null && <Wrong error={error} safe="The limits are what they were." />}
      {admin && (
        <div className={classes.buttons}>
          <Button type="submit" disabled={Object.keys(body).length === 0} loading={busy}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
