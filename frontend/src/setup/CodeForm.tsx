import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ProblemError } from "@/api/problem";
import { Wrong } from "@/ui/states";
import { asCode } from "./code";
import classes from "./Setup.module.css";

/** For those who came without the link, or with an old one. */
export function CodeForm({ wrong, onCode }: { wrong?: ProblemError; onCode: (code: string) => void }) {
  const [text, setText] = useState("");
  const code = asCode(text);
  return (
    <form
      className={classes.code}
      onSubmit={(event) => {
        event.preventDefault();
        if (code !== null) onCode(code);
      }}
    >
      {wrong !== undefined && (
        <Wrong
          error={wrong}
          title="This code does not work"
          safe="Each start of paios shows a new code; the one shown last is the one that works."
        />
      )}
      <TextInput
        label="Code from the terminal"
        description="paios printed a link with a code when it started. Open that link, or type the code here."
        placeholder="XXXX-XXXX-XXXX"
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={code === null}>
        Go on
      </Button>
    </form>
  );
}
