import { Radio, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import type { Output } from "@/api/client";
import settings from "@/settings/Settings.module.css";

export interface NotesDraft {
  /** `sample`, `folder`, or a suggested path. */
  readonly chosen: string;
  readonly path: string;
}

export const NO_NOTES: NotesDraft = { chosen: "sample", path: "" };

const FOLDER = /^(?:\/|~\/|[A-Za-z]:[\\/])./;

export function notesOf({ chosen, path }: NotesDraft): { kind: "sample" } | { kind: "folder"; path: string } | null {
  if (chosen === "sample") return { kind: "sample" };
  const folder = chosen === "folder" ? path.trim() : chosen;
  return FOLDER.test(folder) ? { kind: "folder", path: folder } : null;
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
      {draft.chosen === "folder" && (
        <div className={settings.server}>
          <TextInput
            label="Folder"
            placeholder="~/Notes"
            spellCheck={false}
            maxLength={1024}
            value={draft.path}
            onChange={(event) => onChange({ ...draft, path: event.currentTarget.value })}
          />
        </div>
      )}
    </Radio.Group>
  );
}
