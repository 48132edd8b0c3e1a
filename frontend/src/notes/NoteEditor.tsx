/** The text of a note as it is, in a plain field. What was changed elsewhere meanwhile is shown, never overwritten. */
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useClient, useWrite } from "@/api/hooks";
import type { Note } from "@/api/types";
import { PageHead } from "@/ui/PageHead";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { Conflict } from "./Conflict";
import classes from "./Notes.module.css";
import trust from "./Trust.module.css";

function useLeaveWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [dirty]);
}

export function NoteEditor({ note, onLeave }: { note: Note; onLeave: () => void }) {
  const [base, setBase] = useState(note);
  const [text, setText] = useState(note.text);
  const [other, setOther] = useState<Note | null>(null);
  const [mine, setMine] = useState(false);
  const client = useClient();
  const save = useWrite("save_note");
  const tell = useToast();
  const field = useRef<HTMLTextAreaElement>(null);
  const dirty = text !== base.text;
  const unsaved = dirty || mine;
  useLeaveWarning(dirty);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const put = (expected: string) =>
    save.mutate(
      { body: { path: note.path, text, expected, mine } },
      {
        onSuccess: (saved) => {
          setBase(saved);
          tell(mine && saved.external ? "Saved. It stays from outside, as its first lines say so." : "Saved");
          onLeave();
        },
        onError: (error) => {
          if (error.status !== 409) return;
          void client.call("get_note", { query: { path: note.path } }).then(setOther, () => undefined);
        },
      },
    );
  const leave = () => {
    if (!dirty) onLeave();
    else
      tell("Not saved yet. Save it, or undo this to throw your changes away", () => {
        setText(base.text);
        onLeave();
      });
  };
  if (other !== null)
    return (
      <Conflict
        mine={text}
        theirs={other}
        onMine={() => {
          setOther(null);
          put(other.revision);
        }}
        onTheirs={onLeave}
        onBack={() => setOther(null)}
      />
    );
  return (
    <>
      <PageHead title={note.path}>
        <Button variant="default" onClick={leave}>
          Cancel
        </Button>
        <Button onClick={() => put(base.revision)} disabled={!unsaved} loading={save.isPending}>
          Save
        </Button>
      </PageHead>
      {save.isError && save.error.status !== 409 && (
        <div className={classes.notice}>
          <Wrong error={save.error} safe="Your text is still here; nothing was written." />
        </div>
      )}
      {base.external && (
        <label className={trust.own}>
          <input type="checkbox" checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
          <span>
            These are my own words now
            <span>
              This note is from outside. It stays so when you change it, unless you say here that you stand for all of it.
            </span>
          </span>
        </label>
      )}
      <textarea
        ref={field}
        className={classes.editor}
        aria-label={`Text of ${note.path}`}
        dir="auto"
        spellCheck
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
            event.preventDefault();
            if (unsaved && !save.isPending) put(base.revision);
          }
          if (event.key === "Escape") leave();
        }}
      />
    </>
  );
}
