/** Signing in: by name and password, and a second factor where there is one; or by a passkey alone. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Redirect, useLocation, useSearch } from "wouter";
import { keyOf, useClient, useRead } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { Challenge, Session } from "@/api/types";
import { useTitle } from "@/app/useTitle";
import { passkeysWork } from "@/proof/passkeys";
import { Mark } from "@/ui/icons";
import classes from "./Login.module.css";
import { safeNext } from "./next";
import { PasskeyButton } from "./PasskeyButton";
import { PasswordStep } from "./PasswordStep";
import { SecondStep } from "./SecondStep";

export default function LoginPage() {
  useTitle("Sign in");
  const client = useClient();
  const queries = useQueryClient();
  const health = useRead("get_health", {});
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [failed, setFailed] = useState<ProblemError | null>(null);
  const [, go] = useLocation();
  const next = safeNext(new URLSearchParams(useSearch()).get("next"));
  if (health.data?.setup_needed === true) return <Redirect to="/setup" replace />;
  const enter = (session: Session) => {
    client.carry(session.csrf);
    queries.clear();
    queries.setQueryData(keyOf("get_session", {}), session);
    go(next, { replace: true });
  };
  const back = (why: ProblemError | null) => {
    setFailed(why);
    setChallenge(null);
  };
  const ask = (asked: Challenge) => {
    setFailed(null);
    setChallenge(asked);
  };
  return (
    <main className={classes.page}>
      <div className={classes.form}>
        <Mark size={40} />
        <h1>{challenge === null ? "Sign in to paios" : "One more step"}</h1>
        {challenge === null ? (
          <>
            <PasswordStep failed={failed} onSession={enter} onChallenge={ask} />
            {passkeysWork() && <PasskeyButton onSession={enter} />}
          </>
        ) : (
          <SecondStep challenge={challenge} onSession={enter} onOver={back}>
            <Button variant="default" onClick={() => back(null)}>
              Back
            </Button>
          </SecondStep>
        )}
      </div>
    </main>
  );
}
