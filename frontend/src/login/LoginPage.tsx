import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Redirect, useLocation, useSearch } from "wouter";
import { useTitle } from "@/app/useTitle";
import { keyOf, useClient, useRead, useWrite } from "@/api/hooks";
import { Mark } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import classes from "./Login.module.css";
import { safeNext } from "./next";

export default function LoginPage() {
  useTitle("Sign in");
  const client = useClient();
  const queries = useQueryClient();
  const health = useRead("get_health", {});
  const signIn = useWrite("sign_in");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [, go] = useLocation();
  const next = safeNext(new URLSearchParams(useSearch()).get("next"));
  if (health.data?.setup_needed === true) return <Redirect to="/setup" replace />;
  const submit = () =>
    signIn.mutate(
      { body: { name: name.trim(), password } },
      {
        onSuccess: (session) => {
          client.carry(session.csrf);
          queries.clear();
          queries.setQueryData(keyOf("get_session", {}), session);
          go(next, { replace: true });
        },
        onError: () => setPassword(""),
      },
    );
  return (
    <main className={classes.page}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Mark size={40} />
        <h1>Sign in to paios</h1>
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
        {signIn.isError && <Wrong error={signIn.error} title="You are not signed in" />}
        <Button type="submit" size="md" disabled={name.trim() === "" || password === ""} loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
