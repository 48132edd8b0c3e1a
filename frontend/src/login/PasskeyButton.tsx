import { Button } from "@mantine/core";
import { useState } from "react";
import { useClient } from "@/api/hooks";
import { asProblem, type ProblemError } from "@/api/problem";
import type { Session } from "@/api/types";
import { showPasskey } from "@/proof/passkeys";
import { Wrong } from "@/ui/states";

/** Signs in by a passkey alone. Thinking better of it in the browser's dialog is no error. */
export function PasskeyButton({ onSession }: { onSession: (session: Session) => void }) {
  const client = useClient();
  const [waits, setWaits] = useState(false);
  const [failed, setFailed] = useState<ProblemError | null>(null);
  const signIn = async () => {
    setWaits(true);
    setFailed(null);
    try {
      const { ticket, passkey: options } = await client.call("begin_sign_in_by_passkey", {});
      const passkey = await showPasskey(options ?? {});
      if (passkey !== null) onSession(await client.call("finish_sign_in", { body: { ticket, passkey } }));
    } catch (error) {
      setFailed(asProblem(error));
    } finally {
      setWaits(false);
    }
  };
  return (
    <>
      {failed !== null && <Wrong error={failed} title="You are not signed in" />}
      <Button variant="default" size="md" loading={waits} onClick={() => void signIn()}>
        Sign in with a passkey
      </Button>
    </>
  );
}
