/** What a rule is bound to: arguments with one exact value each, or a JSON Schema for whoever needs more. */
import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { Icon } from "@/ui/icons";
import classes from "../Panel.module.css";
import { constraintsOf, type Pin, pinsOf, type RuleDraft } from "./ruleDraft";

interface PinFieldsProps {
  draft: RuleDraft;
  onChange: (draft: RuleDraft) => void;
}

const NEW: Pin = { name: "", value: "", json: false };
const KINDS = [
  { value: "text", label: "Text" },
  { value: "json", label: "Number, yes or no, list" },
];

function Schema({ draft, onChange }: PinFieldsProps) {
  const read = constraintsOf(draft);
  const pins = "constraints" in read ? pinsOf(read.constraints) : null;
  return (
    <>
      <Textarea
        className={clsx(classes.code)}
        label="Bound to, as JSON Schema"
        description="The arguments must fit it. {} is any call of the tool."
        minRows={6}
        rows={8}
        spellCheck={false}
        maxLength={8192}
        error={"wrong" in read ? read.wrong : undefined}
        value={draft.json}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, json: value })}
      />
      {pins !== null && (
        <div className={classes.buttons}>
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({ ...draft, pins })}>
            Show as fields
          </Button>
        </div>
      )}
    </>
  );
}

export function PinFields({ draft, onChange }: PinFieldsProps) {
  const { pins } = draft;
  if (pins === null) return <Schema draft={draft} onChange={onChange} />;
  const put = (index: number, pin: Pin) => onChange({ ...draft, pins: pins.with(index, pin) });
  const asJson = () => {
    const read = constraintsOf(draft);
    onChange({ ...draft, pins: null, json: JSON.stringify("constraints" in read ? read.constraints : {}, null, 2) });
  };
  return (
    <fieldset className={classes.fieldset}>
      <legend>Bound to</legend>
      <p className={classes.hint}>
        {pins.length === 0
          ? "Nothing: it holds for every call of the tool."
          : "It holds only where each of these arguments is exactly this."}
      </p>
      {pins.map((pin, index) => (
        <div key={index} className={classes.line}>
          <TextInput
            aria-label={`Argument ${index + 1}`}
            placeholder="Argument, such as path"
            maxLength={200}
            value={pin.name}
            onChange={({ currentTarget: { value } }) => put(index, { ...pin, name: value })}
          />
          <TextInput
            aria-label={`Value of argument ${index + 1}`}
            placeholder={pin.json ? "3, true, [\"a\"]" : "Its value"}
            value={pin.value}
            onChange={({ currentTarget: { value } }) => put(index, { ...pin, value })}
          />
          <NativeSelect
            aria-label={`Kind of value ${index + 1}`}
            data={KINDS}
            value={pin.json ? "json" : "text"}
            onChange={({ currentTarget: { value } }) => put(index, { ...pin, json: value === "json" })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove argument ${index + 1}`}
            onClick={() => onChange({ ...draft, pins: pins.toSpliced(index, 1) })}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.buttons}>
        <Button variant="subtle" size="compact-sm" onClick={asJson}>
          Write as JSON Schema
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => onChange({ ...draft, pins: [...pins, NEW] })}>
          Add an argument
        </Button>
      </div>
    </fieldset>
  );
}
