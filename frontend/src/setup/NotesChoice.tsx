import { Radio, Switch, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import type { Output } from "@/api/client";
import settings from "@/settings/Settings.module.css";

export interface NotesDraft {
  /** `sample`, `folder`, or a suggested path. */
  readonly chosen: string;
  readonly path: string;
  /** The person wrote the notes in the folder themselves. */
  readonly mine: boolean;
}

export const NO_NOTES: NotesDraft = { chosen: "sample", path: "", mine: false };

const FOLDER = /^(?:\/|~\/|[A-Za-z]:[\\/])./;

export function notesOf({
  chosen,
  path,
  mine,
}: NotesDraft): { kind: "sample" } | { kind: "folder"; path: string; mine: boolean } | null {
  if (chosen === "sample") return { kind: "sample" };
  const folder = chosen === "folder" ? path.trim() : chosen;
  return FOLDER.test(folder) ? { kind: "folder", path: folder, mine } : null;
}

interface NotesChoiceProps {
  folders: Output<"get_setup_options">["folders"];
  draft: NotesDraft;
  onChange: (draft: NotesDraft) => void;
}

function Choice({ value, title, note }: { value: string; title: string; note: string }) {
  return (
    <Radio.Card value={value} className={clsx(settings.choice)} aria-label={title}>
      <Radio.Indicator />
      <span>
        <strong>{title}</strong>
        <span className={settings.note}>{note}</span>
      </span>
    </Radio.Card>
  );
}

export function NotesChoice({ folders, draft, onChange }: NotesChoiceProps) {
  return (
    <Radio.Group value={draft.chosen} onChange={(chosen) => onChange({ ...draft, chosen })} aria-label="Notes">
      <div className={settings.choices}>
        <Choice
          value="sample"
          title="Sample notes"
          note="61 notes of an invented family, to try it out. A copy, made for you."
        />
        {folders.map(({ path, notes }) => (
          <Choice key={path} value={path} title={path} note={`${notes.toLocaleString()} notes found there`} />
        ))}
        <Choice value="folder" title="Another folder" note="An Obsidian vault, or any folder with markdown files." />
      </div>
      {draft.chosen !== "sample" && (
        <div className={settings.server}>
          {draft.chosen === "folder" && (
            <TextInput
              label="Folder"
              placeholder="~/Notes"
              spellCheck={false}
              maxLength={1024}
              value={draft.path}
              onChange={(event) => onChange({ ...draft, path: event.currentTarget.value })}
            />
          )}
          <Switch
            label="I wrote all of these notes myself"
            description="Else they count as words from outside until you say otherwise: they are read, but they decide nothing."
            checked={draft.mine}
            onChange={(event) => onChange({ ...draft, mine: event.currentTarget.checked })}
          />
        </div>
      )}
    </Radio.Group>
  );
}
