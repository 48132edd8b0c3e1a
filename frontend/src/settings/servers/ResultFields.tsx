/** What stands where in a result. Whatever is not named here is from outside. */
import { ActionIcon, Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { Icon } from "@/ui/icons";
import panel from "../Panel.module.css";
import classes from "./Servers.module.css";
import { NEW_FIELD, type ResultField, type ToolDraft } from "./toolDraft";
import { INTEGRITIES, KINDS, NO_ROLE, ROLES, SECRECIES } from "./toolWords";

interface ResultFieldsProps {
  draft: ToolDraft;
  onChange: (draft: ToolDraft) => void;
}

interface OneProps {
  field: ResultField;
  number: number;
  onChange: (field: ResultField) => void;
  onRemove: () => void;
}

function One({ field, number, onChange, onRemove }: OneProps) {
  const id = field.role === "id";
  return (
    <li className={classes.field} aria-label={`Field ${number}`}>
      <div className={classes.fieldGrid}>
        <TextInput
          label="Place"
          description="Empty: all of it. Or [].subject"
          maxLength={200}
          spellCheck={false}
          value={field.path}
          onChange={({ currentTarget: { value } }) => onChange({ ...field, path: value })}
        />
        <NativeSelect
          label="Whose words"
          description="Who could have written it"
          data={INTEGRITIES.map((each) => ({ ...each }))}
          value={field.integrity}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...field, integrity: INTEGRITIES.find((each) => each.value === value)?.value ?? "external" })
          }
        />
        <NativeSelect
          label="How far it may go"
          description="Where it may be sent"
          data={SECRECIES.map((each) => ({ ...each }))}
          value={field.secrecy}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...field, secrecy: SECRECIES.find((each) => each.value === value)?.value ?? "private" })
          }
        />
        <NativeSelect
          label="What it is"
          description="What it may be used as"
          data={[{ value: NO_ROLE, label: "Not said" }, ...ROLES.map(({ value, label }) => ({ value, label }))]}
          value={field.role ?? NO_ROLE}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...field, role: ROLES.find((each) => each.value === value)?.value ?? null })
          }
        />
        {id && (
          <TextInput
            label="An id of what"
            description="One word, such as mail"
            maxLength={64}
            pattern="[a-z][a-z0-9_.\-]*"
            spellCheck={false}
            value={field.id_type ?? ""}
            onChange={({ currentTarget: { value } }) => onChange({ ...field, id_type: value })}
          />
        )}
      </div>
      <div className={classes.fieldFoot}>
        <Switch
          size="xs"
          label="I call the thing by it: a title, a subject, a file name"
          checked={field.names}
          onChange={(event) => onChange({ ...field, names: event.currentTarget.checked })}
        />
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove field ${number}`} onClick={onRemove}>
          <Icon name="close" size={16} />
        </ActionIcon>
      </div>
    </li>
  );
}

export function ResultFields({ draft, onChange }: ResultFieldsProps) {
  const { results } = draft;
  return (
    <fieldset className={panel.fieldset}>
      <legend>Its results</legend>
      <NativeSelect
        label="What it brings"
        description="How long one result may be is set for each."
        data={KINDS.map((each) => ({ ...each }))}
        value={draft.brings}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...draft, brings: KINDS.find((each) => each.value === value)?.value ?? draft.brings })
        }
      />
      <p className={panel.hint}>
        {results.length === 0
          ? "All of a result is from outside: it can be read, and gives no orders."
          : "What is not named here is from outside."}
      </p>
      {results.length > 0 && (
        <ul className={classes.arguments}>
          {results.map((field, index) => (
            <One
              key={index}
              field={field}
              number={index + 1}
              onChange={(changed) => onChange({ ...draft, results: results.with(index, changed) })}
              onRemove={() => onChange({ ...draft, results: results.toSpliced(index, 1) })}
            />
          ))}
        </ul>
      )}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          disabled={results.length >= 128}
          onClick={() => onChange({ ...draft, results: [...results, NEW_FIELD] })}
        >
          Describe a field
        </Button>
      </div>
    </fieldset>
  );
}
