/** The call's arguments as a form: what is changed here is what the yes covers. */
import { Button, Switch, Textarea, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { useEffect, useRef } from "react";
import type { Origin } from "@/api/types";
import { Chips } from "./Chips";
import { type FieldDraft, read, type Refused } from "./draft";
import classes from "./EditForm.module.css";
import { originsOf } from "./origins";
import { Visible } from "./Visible";
import { visiblePieces } from "./visible";
import { argumentWords } from "./words";

const HINTS: Readonly<Partial<Record<FieldDraft["kind"], string>>> = { lines: "One a line", json: "As JSON" };

const isHiding = (text: string): boolean => visiblePieces(text).some((piece) => piece.hidden);

const withoutHidden = (text: string): string =>
  visiblePieces(text)
    .filter((piece) => !piece.hidden)
    .map((piece) => piece.text)
    .join("");

interface FieldProps {
  field: FieldDraft;
  wrong: string | undefined;
  onText: (text: string) => void;
}

/** A field shows no character that cannot be seen; below it they are told, and can be taken out. */
function Hidden({ field, onText }: Omit<FieldProps, "wrong">) {
  if (!isHiding(field.text)) return null;
  return (
    <p className={classes.hidden}>
      There are characters in it that cannot be seen: <Visible text={field.text} />{" "}
      <Button variant="default" size="compact-xs" onClick={() => onText(withoutHidden(field.text))}>
        Take them out
      </Button>
    </p>
  );
}

function Field({ field, wrong, onText }: FieldProps) {
  const found = read(field);
  const label = argumentWords(field.name);
  const error = "problem" in found ? found.problem : wrong;
  const common = { label, description: HINTS[field.kind], error, value: field.text, dir: "auto", spellCheck: false };
  if (field.kind === "switch")
    return (
      <Switch
        label={label}
        error={error}
        checked={field.text === "true"}
        onChange={(event) => onText(String(event.currentTarget.checked))}
      />
    );
  if (field.kind === "text" || field.kind === "number")
    return (
      <TextInput
        {...common}
        inputMode={field.kind === "number" ? "decimal" : "text"}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    );
  const lines = field.text.split("\n").length + Math.floor(field.text.length / 80);
  return (
    <Textarea
      {...common}
      rows={Math.min(14, Math.max(3, lines + 1))}
      classNames={{ input: clsx(field.kind === "json" && classes.code) }}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

interface EditFormProps {
  fields: readonly FieldDraft[];
  changed: ReadonlySet<string>;
  origins: readonly Origin[];
  runId: string;
  /** What the server said of one of the fields. */
  wrong: Refused | null;
  onChange: (fields: readonly FieldDraft[]) => void;
  onLeave: () => void;
}

export function EditForm({ fields, changed, origins, runId, wrong, onChange, onLeave }: EditFormProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("input, textarea")?.focus(), []);
  const refused = wrong?.name;
  useEffect(() => {
    if (refused !== undefined) box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refused]);
  const onText = (name: string) => (text: string) =>
    onChange(fields.map((field) => (field.name === name ? { ...field, text } : field)));
  return (
    // No form of the browser's: Enter in a field must not be a yes. Esc leaves.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      className={classes.form}
      role="group"
      aria-label="Change it before you allow it"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        onLeave();
      }}
    >
      {fields.map((field) => (
        <div key={field.name} className={classes.field}>
          <Field
            field={field}
            wrong={wrong?.name === field.name ? wrong.text : undefined}
            onText={onText(field.name)}
          />
          <Hidden field={field} onText={onText(field.name)} />
          <Chips origins={originsOf(field.name, origins)} runId={runId} changed={changed.has(field.name)} />
        </div>
      ))}
      {fields.length === 0 && <p>There is nothing in this call that could be changed.</p>}
    </div>
  );
}
