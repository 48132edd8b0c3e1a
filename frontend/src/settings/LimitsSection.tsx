import { useRead, useWrite } from "@/api/hooks";
import type { Settings } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { type NumberField, NumbersForm } from "./NumbersForm";
import { Section } from "./Section";
import classes from "./Settings.module.css";

const FIELDS: readonly NumberField<Exclude<keyof Settings, "notes_folder">>[] = [
  { name: "tool_calls_per_run", label: "Actions for one answer", says: "After so many it must stop.", least: 1, most: 200 },
  { name: "concurrent_runs", label: "Answers at the same time", says: "Others wait for their turn.", least: 1, most: 32 },
  { name: "approval_minutes", label: "Minutes a question waits", says: "Then it counts as denied.", least: 1, most: 10_080 },
];

export function LimitsSection({ admin }: { admin: boolean }) {
  const settings = useRead("get_settings", {});
  const change = useWrite("change_settings");
  const tell = useToast();
  return (
    <Section title="Limits" says="How far it may go before it has to stop.">
      {settings.isPending && <Skeleton lines={3} />}
      {settings.isError && <Wrong error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data !== undefined && (
        <NumbersForm
          fields={FIELDS}
          kept={settings.data}
          admin={admin}
          busy={change.isPending}
          error={change.error}
          onSave={(body) => change.mutate({ body }, { onSuccess: () => tell("Saved") })}
        />
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
