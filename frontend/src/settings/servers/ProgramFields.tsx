/** A program that is a tool server: what is run, and what it may touch. */
import { ActionIcon, Button, PasswordInput, Switch, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { Icon } from "@/ui/icons";
import panel from "../Panel.module.css";
import { ListField } from "./ListField";
import type { ServerDraft } from "./serverDraft";
import classes from "./Servers.module.css";

interface ProgramFieldsProps {
  draft: ServerDraft;
  onChange: (draft: ServerDraft) => void;
}

function Variables({ draft, onChange }: ProgramFieldsProps) {
  const { variables } = draft;
  const put = (index: number, change: Partial<(typeof variables)[number]>) =>
    onChange({
      ...draft,
      variables: variables.map((each, at) => (at === index ? { ...each, ...change } : each)),
    });
  return (
    <fieldset className={panel.fieldset}>
      <legend>Variables</legend>
      <p className={panel.hint}>What it is told in its environment, such as a key. Their values are never shown again.</p>
      {variables.map((each, index) => (
        <div key={index} className={classes.item}>
          <TextInput
            className={clsx(classes.grow)}
            aria-label={`Name of variable ${index + 1}`}
            placeholder="API_KEY"
            maxLength={64}
            spellCheck={false}
            value={each.name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
          />
          <PasswordInput
            className={clsx(classes.grow)}
            aria-label={`Value of variable ${index + 1}`}
            maxLength={1000}
            autoComplete="off"
            value={each.value}
            onChange={(event) => put(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove variable ${index + 1}`}
            onClick={() => onChange({ ...draft, variables: variables.toSpliced(index, 1) })}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => onChange({ ...draft, variables: [...variables, { name: "", value: "" }] })}
        >
          Add a variable
        </Button>
      </div>
    </fieldset>
  );
}

export function ProgramFields({ draft, onChange }: ProgramFieldsProps) {
  return (
    <>
      <TextInput
        label="Program"
        description="Its path or name. It runs in a sandbox with a home folder of its own, and no shell reads this."
        placeholder="/usr/bin/python3"
        required
        maxLength={4096}
        spellCheck={false}
        value={draft.program}
        onChange={(event) => onChange({ ...draft, program: event.currentTarget.value })}
      />
      <ListField
        legend="Arguments"
        says="Each in a field of its own, exactly as the program gets it."
        one="Argument"
        values={draft.args}
        onChange={(args) => onChange({ ...draft, args })}
      />
      <Variables draft={draft} onChange={onChange} />
      <ListField
        legend="Folders"
        says="That it may read, beside the system’s own programs. It may write only to its own home."
        one="Folder"
        values={draft.folders}
        onChange={(folders) => onChange({ ...draft, folders })}
      />
      <Switch
        label="It may reach the network"
        description="Without this it reaches nobody."
        checked={draft.network}
        onChange={(event) => onChange({ ...draft, network: event.currentTarget.checked })}
      />
      {draft.network && (
        <p className={classes.warning} role="status">
          With the network it can send what a tool is told to anybody, and paios cannot see to whom. Allow it only where
          you trust the program itself.
        </p>
      )}
    </>
  );
}
