import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import type { Usage, UsageLimits } from "@/api/types";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { PriceFields } from "./PriceFields";
import settings from "./Settings.module.css";
import classes from "./Usage.module.css";
import { type Counted, countedIn, type Scope, SCOPES, UNITS } from "./usageWords";

type Amounts = Partial<Record<Counted, number | null>>;
type Draft = Record<Scope, Amounts>;
const EVERYBODY = "";

/** What is set for everybody or, in place of that, for one person. */
function stored(limits: UsageLimits, person: string): Draft {
  const own = limits.people.find(({ user_id }) => user_id === person);
  const { run = {}, day = {}, month = {} } = person === EVERYBODY ? limits : (own ?? {});
  return { run, day, month };
}

interface FieldsProps {
  scope: Scope;
  label: string;
  amounts: Amounts;
  currency: string;
  onChange: (amounts: Amounts) => void;
}

function Fields({ scope, label, amounts, currency, onChange }: FieldsProps) {
  return (
    <fieldset className={classes.fields}>
      <legend>{label}</legend>
      {countedIn(scope).map((counted) => {
        const { label: unit, size, decimals } = UNITS[counted];
        const value = amounts[counted];
        return (
          <NumberInput
            key={counted}
            label={counted === "money" ? `${unit}, ${currency}` : unit}
            placeholder="No limit"
            min={0}
            max={1e12 / size}
            decimalScale={decimals}
            thousandSeparator=" "
            clampBehavior="blur"
            value={value == null ? "" : value / size}
            onChange={(typed) =>
              onChange({ ...amounts, [counted]: typed === "" ? null : Math.round(Number(typed) * size) })
            }
          />
        );
      })}
    </fieldset>
  );
}

interface FormProps {
  limits: UsageLimits;
  people: Usage["people"];
  onDone: () => void;
}

export function UsageLimitsForm({ limits, people, onDone }: FormProps) {
  const [person, setPerson] = useState(EVERYBODY);
  const [draft, setDraft] = useState(() => stored(limits, EVERYBODY));
  const [currency, setCurrency] = useState(limits.currency);
  const [prices, setPrices] = useState(limits.prices);
  const everybody = useWrite("change_limits");
  const one = useWrite("change_limits_of_person");
  const tell = useToast();
  const done = {
    onSuccess: () => {
      tell("Saved");
      onDone();
    },
  };
  const failed = everybody.error ?? one.error;
  const save = () => {
    if (person === EVERYBODY) everybody.mutate({ body: { ...draft, currency, prices } }, done);
    else one.mutate({ path: { user_id: person }, body: draft }, done);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {people.length > 1 && (
        <NativeSelect
          label="For whom"
          description="What is set for one person stands in place of what is set for everybody."
          value={person}
          data={[
            { value: EVERYBODY, label: "Everybody" },
            ...people.map(({ user_id, name }) => ({ value: user_id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            setPerson(value);
            setDraft(stored(limits, value));
          }}
        />
      )}
      {SCOPES.map(({ scope, label }) => (
        <Fields
          key={`${person} ${scope}`}
          scope={scope}
          label={label}
          amounts={draft[scope]}
          currency={currency}
          onChange={(amounts) => setDraft({ ...draft, [scope]: amounts })}
        />
      ))}
      {person === EVERYBODY && (
        <>
          <PriceFields prices={prices} currency={currency} onChange={setPrices} />
          <TextInput
            label="Currency"
            description="Three letters, such as EUR."
            maw={176}
            maxLength={3}
            required
            pattern="[A-Z]{3}"
            value={currency}
            onChange={({ currentTarget: { value } }) => setCurrency(value.toUpperCase())}
          />
        </>
      )}
      {failed !== null && <Wrong error={failed} safe="The limits are what they were." />}
      <div className={settings.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={everybody.isPending || one.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
