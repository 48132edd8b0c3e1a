/** Setting up an authenticator app: the square code or the secret for it, then a code to show that it arrived. */
import { Button, TextInput } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useWrite } from "@/api/hooks";
import type { NewApp } from "@/api/types";
import { inGroups, plainCode, SIX } from "@/proof/codes";
import { CopyButton } from "@/ui/CopyButton";
import { Skeleton, Wrong } from "@/ui/states";
import panel from "../../Panel.module.css";
import classes from "./TwoStep.module.css";

const SquareCode = lazy(() => import("./SquareCode"));

export interface AddProps {
  /** It is the first second factor. */
  first: boolean;
  onCancel: () => void;
  /** With the recovery codes, if it is the first. */
  onAdded: (codes: readonly string[]) => void;
}

function Form({ app, onCancel, onAdded }: AddProps & { app: NewApp }) {
  const [code, setCode] = useState("");
  const add = useWrite("add_app");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (add.isError) field.current?.select();
  }, [add.isError, add.error]);
  const ready = SIX.test(plainCode(code));
  const submit = () =>
    add.mutate(
      { body: { ticket: app.ticket, code: plainCode(code) } },
      { onSuccess: ({ codes }) => onAdded(codes) },
    );
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      <ol className={classes.steps}>
        <li>
          <p>Scan this with the app, such as Aegis, 2FAS or your password manager.</p>
          <Suspense fallback={<span className={classes.square} />}>
            <SquareCode text={app.uri} label="Square code for the app; the same as the secret below" />
          </Suspense>
        </li>
        <li>
          <p>Or type this secret into it:</p>
          <span className={classes.secret}>
            <code aria-label="The secret">{inGroups(app.secret)}</code>
            <CopyButton text={app.secret} label="Copy the secret" />
          </span>
        </li>
        <li>
          <TextInput
            ref={field}
            label="Type the code that the app shows"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        </li>
      </ol>
      {add.isError && <Wrong error={add.error} title="It is not turned on" safe="Nothing has changed yet." />}
      <div className={panel.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" disabled={!ready} loading={add.isPending}>
          Turn it on
        </Button>
      </div>
    </form>
  );
}

export function AddApp(props: AddProps) {
  const begin = useWrite("begin_app");
  const { mutate } = begin;
  useEffect(() => mutate({}), [mutate]);
  return (
    <div className={panel.form}>
      <p>
        From then on you sign in with the password and a code of the app.
        {props.first && " All other devices on which you are signed in are signed out."}
      </p>
      {begin.isError && <Wrong error={begin.error} onRetry={() => mutate({})} />}
      {begin.data === undefined ? !begin.isError && <Skeleton lines={6} /> : <Form {...props} app={begin.data} />}
    </div>
  );
}
