/** Somebody who was invited makes their account. The code comes in the fragment of the link. */
import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useTitle } from "@/app/useTitle";
import { keyOf, useClient, useWrite } from "@/api/hooks";
import classes from "@/login/Login.module.css";
import { takeCode } from "@/setup/code";
import { isComplete, NewAccount, NO_ACCOUNT } from "@/setup/NewAccount";
import { Mark } from "@/ui/icons";
import { Wrong } from "@/ui/states";

export default function JoinPage() {
  useTitle("Join");
  const client = useClient();
  const queries = useQueryClient();
  const join = useWrite("join");
  const [carried] = useState(() => takeCode(location.hash));
  const [code, setCode] = useState(carried ?? "");
  const [account, setAccount] = useState(NO_ACCOUNT);
  const [, go] = useLocation();
  useEffect(() => {
    // The code leaves the address bar, and with it the history.
    if (location.hash !== "") history.replaceState(null, "", location.pathname);
  }, []);
  const ready = isComplete(account) && code.trim() !== "";
  const submit = () =>
    join.mutate(
      { body: { code: code.trim(), name: account.name.trim(), password: account.password } },
      {
        onSuccess: (session) => {
          client.carry(session.csrf);
          queries.clear();
          queries.setQueryData(keyOf("get_session", {}), session);
          go("/chat", { replace: true });
        },
      },
    );
  return (
    <main className={classes.page}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) submit();
        }}
      >
        <Mark size={40} />
        <h1>Join this paios</h1>
        <p>
          You get notes, conversations and rules of your own. Nobody else sees them in paios; they lie on the machine
          that it runs on.
        </p>
        <NewAccount account={account} onChange={setAccount} />
        {(carried === null || join.error?.status === 401) && (
          <TextInput
            label="Invitation code"
            description="From the link that you were sent"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={100}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {join.isError && (
          <Wrong
            error={join.error}
            title="You have not joined yet"
            {...(join.error.status === 401 ? {} : { safe: "Your invitation still counts." })}
          />
        )}
        <Button type="submit" size="md" disabled={!ready} loading={join.isPending}>
          Join
        </Button>
      </form>
    </main>
  );
}
