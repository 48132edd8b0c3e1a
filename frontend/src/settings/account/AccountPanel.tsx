/** The person's own account: who they are here, and their password. */
import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import { useSession } from "@/app/SessionGate";
import { strength } from "@/setup/NewAccount";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import { Section } from "../Section";
import classes from "../Settings.module.css";
import { TwoStepSection } from "./twostep/TwoStepSection";

const LEAST = 12;

function PasswordForm({ name }: { name: string }) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const change = useWrite("change_password");
  const tell = useToast();
  const ready = old !== "" && Array.from(fresh).length >= LEAST;
  const submit = () =>
    change.mutate(
      { body: { old, new: fresh } },
      {
        onSuccess: () => {
          setOld("");
          setFresh("");
          change.reset(); // with it goes what was sent
          tell("The new password counts. All other devices are signed out.");
        },
      },
    );
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      <PasswordInput
        label="Old password"
        autoComplete="current-password"
        maxLength={1024}
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description={strength(fresh)}
        autoComplete="new-password"
        maxLength={1024}
        value={fresh}
        onChange={(event) => setFresh(event.currentTarget.value)}
      />
      {change.isError && <Wrong error={change.error} safe="The old password still counts." />}
      <div className={panel.buttons}>
        <Button type="submit" disabled={!ready} loading={change.isPending}>
          Change the password
        </Button>
      </div>
    </form>
  );
}

export default function AccountPanel() {
  const { user } = useSession();
  return (
    <>
      <Section title="You" says="As others here see you.">
        <p className={classes.note}>
          <strong>{user.name}</strong>, {user.role === "admin" ? "an administrator" : "a user"} of this paios
        </p>
      </Section>
      <Section title="Password" says="A new one signs you out everywhere but here. Your API keys go on counting.">
        <PasswordForm name={user.name} />
      </Section>
      <TwoStepSection />
    </>
  );
}
