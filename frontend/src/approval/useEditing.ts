import { useMemo, useState } from "react";
import type { Approval } from "@/api/types";
import { changedIn, draftOf, type FieldDraft, type Values, valuesOf } from "./draft";

export interface Editing {
  readonly open: boolean;
  readonly fields: readonly FieldDraft[];
  readonly changed: ReadonlySet<string>;
  /** The arguments as they are changed; undefined where nothing is, null while a field cannot be read. */
  readonly values: Values | null | undefined;
  begin: () => void;
  /** What was changed stays, for when it is opened again. */
  leave: () => void;
  startOver: () => void;
  change: (fields: readonly FieldDraft[]) => void;
}

/** The call of a question as a person edits it, on this card, until it is answered. */
export function useEditing({ arguments: values }: Approval): Editing {
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState<readonly FieldDraft[]>(() => draftOf(values));
  const changed = useMemo(() => changedIn(fields, values), [fields, values]);
  return {
    open,
    fields,
    changed,
    values: changed.size === 0 ? undefined : valuesOf(fields),
    begin: () => setOpen(true),
    leave: () => setOpen(false),
    startOver: () => setFields(draftOf(values)),
    change: setFields,
  };
}
