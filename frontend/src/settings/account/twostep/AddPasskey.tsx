/** Adding a passkey: a name for it, then the browser's own dialog. */
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient, useWrite } from "@/api/hooks";
import { asProblem, type ProblemError } from "@/api/problem";
import { makePasskey } from "@/proof/passkeys";
import { Wrong } from "@/ui/states";
import panel from "../../Panel.module.css";
import { deviceOf } from "../device";
import type { AddProps } from "./AddApp";

export function AddPasskey({ first, onCancel, onAdded }: AddProps) {
  const client = useClient();
  const add = useWrite("add_passkey");
  const [name, setName] = useState(() => deviceOf(navigator.userAgent).slice(0, 64));
  const [waits, setWaits] = useState(false);
  const [failed, setFailed] = useState<ProblemError | null>(null);
  const submit = async () => {
    setWaits(true);
    setFailed(null);
    try {
      const { ticket, passkey: options } = await client.call("begin_passkey", {});
      const passkey = await makePasskey(options ?? {});
      if (passkey === null) return;
      const { codes } = await add.mutateAsync({ body: { ticket, passkey, name: name.trim() } });
      onAdded(codes);
    } catch (error) {
      setFailed(asProblem(error));
    } finally {
      setWaits(false);
    }
  };
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") void submit();
      }}
    >
      <p>
        A passkey is kept by this device, your password manager or a security key. It signs you in by itself, or after the
        password.
        {first && " From then on the password alone does not, and all other devices are signed out."}
      </p>
      <TextInput
        data-autofocus
        label="Name"
        description="To tell it from others"
        maxLength={64}
        required
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {failed !== null && <Wrong error={failed} safe="No passkey was added." />}
      <div className={panel.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ""} loading={waits}>
          Go on in the browser
        </Button>
      </div>
    </form>
  );
}
