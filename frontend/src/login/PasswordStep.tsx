import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { Challenge, Session } from "@/api/types";
import { Wrong } from "@/ui/states";
import classes from "./Login.module.css";

interface PasswordStepProps {
  /** Why the step after this one led back here. */
  failed: ProblemError | null;
  onSession: (session: Session) => void;
  onChallenge: (challenge: Challenge) => void;
}

/** Name and password. */
export function PasswordStep({ failed, onSession, onChallenge }: PasswordStepProps) {
  const signIn = useWrite("sign_in");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const error = signIn.error ?? failed;
  const submit = () =>
    signIn.mutate(
      { body: { name: name.trim(), password } },
      {
        onSuccess: (outcome) => ("ticket" in outcome ? onChallenge(outcome) : onSession(outcome)),
        onError: () => setPassword(""),
      },
    );
  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label="Name"
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        maxLength={1024}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error !== null && <Wrong error={error} title="You are not signed in" />}
      <Button type="submit" size="md" disabled={name.trim() === "" || password === ""} loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
