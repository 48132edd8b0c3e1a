/** Which model answers: one that was found, a server that speaks OpenAI's protocol, or the embedded one. */
import { Button, PasswordInput, Radio, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import type { ModelChoice, ModelOption } from "@/api/types";
import classes from "./Settings.module.css";

export interface ModelDraft {
  /** The place in the list of options, or `server` for one that is named by hand. */
  readonly chosen: string;
  readonly url: string;
  readonly model: string;
  readonly key: string;
}

export const NO_MODEL: ModelDraft = { chosen: "", url: "", model: "", key: "" };

/** The draft as the server wants it; null while something is missing. */
export function choiceOf({ chosen, url, model, key }: ModelDraft, options: readonly ModelOption[]): ModelChoice | null {
  const option = chosen === "server" ? undefined : options[Number(chosen)];
  if (chosen === "" || (chosen !== "server" && option === undefined)) return null;
  if (option?.kind === "embedded") return { kind: "embedded" };
  const name = model.trim();
  const place = (option?.url ?? url).trim();
  if (name === "" || !/^https?:\/\/./.test(place)) return null;
  return key === "" ? { kind: "openai", url: place, model: name } : { kind: "openai", url: place, model: name, key };
}

interface ModelChooserProps {
  options: readonly ModelOption[];
  draft: ModelDraft;
  onChange: (draft: ModelDraft) => void;
}

function ServerFields({ draft, onChange, found }: Omit<ModelChooserProps, "options"> & { found: boolean }) {
  return (
    <div className={classes.server}>
      {!found && (
        <TextInput
          label="Address"
          description="Such as http://127.0.0.1:11434/v1; https unless it is on this machine"
          placeholder="https://…/v1"
          type="url"
          maxLength={500}
          value={draft.url}
          onChange={(event) => onChange({ ...draft, url: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="Model"
        description="Its name as the server knows it"
        maxLength={200}
        value={draft.model}
        onChange={(event) => onChange({ ...draft, model: event.currentTarget.value })}
      />
      {!found && (
        <PasswordInput
          label="Key"
          description="Only if the server wants one. It is kept in a file that only you can read, and never shown again."
          maxLength={512}
          autoComplete="off"
          value={draft.key}
          onChange={(event) => onChange({ ...draft, key: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

export function ModelChooser({ options, draft, onChange }: ModelChooserProps) {
  const option = draft.chosen === "server" ? undefined : options[Number(draft.chosen)];
  const choose = (chosen: string) => {
    const next = chosen === "server" ? undefined : options[Number(chosen)];
    onChange({ chosen, url: "", key: "", model: next?.kind === "openai" ? next.name : "" });
  };
  return (
    <Radio.Group value={draft.chosen} onChange={choose} aria-label="Model">
      <div className={classes.choices}>
        {options.map((each, index) => (
          <Radio.Card key={index} value={String(index)} className={clsx(classes.choice)} aria-label={each.name}>
            <Radio.Indicator />
            <span>
              <strong>{each.name}</strong>
              <span className={classes.note}>
                {each.note}
                {each.url !== null && <bdi> · {each.url}</bdi>}
              </span>
            </span>
          </Radio.Card>
        ))}
        <Radio.Card value="server" className={clsx(classes.choice)} aria-label="Another server">
          <Radio.Indicator />
          <span>
            <strong>Another server</strong>
            <span className={classes.note}>Any that speaks OpenAI’s protocol. What you write goes to it.</span>
          </span>
        </Radio.Card>
      </div>
      {draft.chosen === "server" && <ServerFields draft={draft} onChange={onChange} found={false} />}
      {option?.kind === "openai" && <ServerFields draft={draft} onChange={onChange} found />}
    </Radio.Group>
  );
}

export function LookAgain({ onClick, busy }: { onClick: () => void; busy: boolean }) {
  return (
    <Button variant="subtle" size="compact-sm" onClick={onClick} loading={busy}>
      Look again
    </Button>
  );
}
