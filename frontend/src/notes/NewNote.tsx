import { Button, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { useLocation } from "wouter";
import { useTitle } from "@/app/useTitle";
import { useWrite } from "@/api/hooks";
import { nameOf } from "@/markdown/wiki";
import { PageHead } from "@/ui/PageHead";
import { Wrong } from "@/ui/states";
import { addressOfNote } from "./address";
import classes from "./Notes.module.css";
import { asNotePath } from "./notePath";

export function NewNote() {
  useTitle("New note");
  const [text, setText] = useState("");
  const [, go] = useLocation();
  const save = useWrite("save_note");
  const path = asNotePath(text);
  const submit = () => {
    if (path === null) return;
    save.mutate(
      { body: { path, text: `# ${nameOf(path)}\n\n`, expected: null, mine: false } },
      { onSuccess: (note) => go(`${addressOfNote(note.path)}&edit=1`, { replace: true }) },
    );
  };
  return (
    <>
      <PageHead title="New note" />
      <div className={classes.scroll}>
        <form
          className={clsx(classes.page, classes.form)}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <TextInput
            autoFocus
            label="Name"
            description={
              path === null ? "Put a folder before it with /, such as Projects/Garden." : `Becomes the file ${path}`
            }
            placeholder="Projects/Garden"
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {save.isError && <Wrong error={save.error} safe="Nothing was written." />}
          <div className={classes.formButtons}>
            <Button variant="default" onClick={() => go("/notes")}>
              Cancel
            </Button>
            <Button type="submit" disabled={path === null} loading={save.isPending}>
              Write it
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
