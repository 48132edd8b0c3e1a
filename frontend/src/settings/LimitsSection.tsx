import { Button, NumberInput } from "@mantine/core";
import { useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import type { Settings } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { Section } from "./Section";
import classes from "./Settings.module.css";

type Limits = Omit<Settings, "notes_folder">;

const FIELDS: readonly { name: keyof Limits; label: string; says: string; most: number }[] = [
  { name: "tool_calls_per_run", label: "Actions for one answer", says: "After so many it must stop.", most: 200 },
  { name: "concurrent_runs", label: "Answers at the same time", says: "Others wait for their turn.", most: 32 },
  { name: "approval_minutes", label: "Minutes a question waits", says: "Then it counts as denied.", most: 10_080 },
];

function LimitsForm({ settings, admin }: { settings: Settings; admin: boolean }) {
  const [draft, setDraft] = useState<Limits>(settings);
  const change = useWrite("change_settings");
  const tell = useToast();
  const changed = FIELDS.filter(({ name }) => draft[name] !== settings[name]);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { body: Object.fromEntries(changed.map(({ name }) => [name, draft[name]])) },
          { onSuccess: () => tell("Saved") },
        );
      }}
    >
      {FIELDS.map(({ name, label, says, most }) => (
        <NumberInput
          key={name}
          label={label}
          description={says}
          min={1}
          max={most}
          allowDecimal={false}
          clampBehavior="blur"
          disabled={!admin}
          value={draft[name]}
          onChange={(value) => setDraft({ ...draft, [name]: Number(value) || 1 })}
        />
      ))}
      {change.isError && <Wrong error={change.error} safe="The limits are what they were." />}
      {admin && (
        <div className={classes.buttons}>
          <Button type="submit" disabled={changed.length === 0} loading={change.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}

export function LimitsSection({ admin }: { admin: boolean }) {
  const settings = useRead("get_settings", {});
  return (
    <Section title="Limits" says="How far it may go before it has to stop.">
      {settings.isPending && <Skeleton lines={3} />}
      {settings.isError && <Wrong error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data !== undefined && (
        <LimitsForm key={settings.dataUpdatedAt} settings={settings.data} admin={admin} />
      )}
    </Section>
  );
}

export function FolderSection() {
  const folder = useRead("get_settings", {}).data?.notes_folder ?? "";
  return (
    <Section title="Notes" says="Plain files of yours; any editor may change them too.">
      {folder === "" ? (
        <p className={classes.note}>An administrator knows where they are.</p>
      ) : (
        <code className={classes.path}>{folder}</code>
      )}
    </Section>
  );
}
