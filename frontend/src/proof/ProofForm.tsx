/** How somebody shows once more who they are: a passkey, an app's code, a recovery code, or the password. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Challenge, StepUp } from "@/api/types";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import { asProblem, type ProblemError } from "@/api/problem";
import panel from "@/settings/Panel.module.css";
import { showPasskey } from "./passkeys";
import { plainCode, SIX } from "./codes";

interface ProofFormProps {
  challenge: Challenge;
  busy: boolean;
  error: ProblemError | null;
  /** The words of the button that sends a code. */
  does: string;
  onProof: (proof: StepUp) => void;
  /** What else can be done, before the button. */
  children?: ReactNode;
}

function usePasskey({ challenge, onProof }: Pick<ProofFormProps, "challenge" | "onProof">) {
  const [waits, setWaits] = useState(false);
  const [failed, setFailed] = useState<ProblemError | null>(null);
  const show = async () => {
    setWaits(true);
    setFailed(null);
    try {
      const passkey = await showPasskey(challenge.passkey ?? {});
      if (passkey !== null) onProof({ ticket: challenge.ticket, passkey });
    } catch (error) {
      setFailed(asProblem(error));
    } finally {
      setWaits(false);
    }
  };
  return { waits, failed, show };
}

interface CodeFieldProps extends ProofFormProps {
  spare: boolean;
}

/** Six digits are sent as soon as they are there; a recovery code when it is said to be whole. */
function CodeField({ busy, error, does, onProof, spare, children }: CodeFieldProps) {
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error !== null) field.current?.select();
  }, [error]);
  const take = (typed: string) => {
    setCode(typed);
    if (!spare && SIX.test(plainCode(typed)) && !busy) onProof({ code: plainCode(typed) });
  };
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (plainCode(code).length >= 6) onProof({ code: code.trim() });
      }}
    >
      <TextInput
        ref={field}
        data-autofocus
        autoFocus
        label={spare ? "Recovery code" : "Code"}
        description={spare ? "One of those you kept; it counts once" : "The six digits that your authenticator app shows now"}
        autoComplete={spare ? "off" : "one-time-code"}
        inputMode={spare ? "text" : "numeric"}
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        value={code}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {error !== null && <Wrong brief error={error} title={error.message} />}
      <div className={panel.buttons}>
        {children}
        <Button type="submit" disabled={plainCode(code).length < 6} loading={busy}>
          {does}
        </Button>
      </div>
    </form>
  );
}

function PasswordField({ busy, error, does, onProof, children }: ProofFormProps) {
  const [password, setPassword] = useState("");
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== "") onProof({ password });
      }}
    >
      <PasswordInput
        data-autofocus
        autoFocus
        label="Your password"
        autoComplete="current-password"
        maxLength={1024}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error !== null && <Wrong brief error={error} title={error.message} />}
      <div className={panel.buttons}>
        {children}
        <Button type="submit" disabled={password === ""} loading={busy}>
          {does}
        </Button>
      </div>
    </form>
  );
}

export function ProofForm(props: ProofFormProps) {
  const { challenge, busy, children } = props;
  // What was said of one way is not said of the other.
  const [past, setPast] = useState<ProblemError | null>(null);
  const error = props.error === past ? null : props.error;
  const { ways } = challenge;
  const passkey = usePasskey(props);
  const [spare, setSpare] = useState(!ways.includes("totp") && !ways.includes("passkey"));
  const change = () => {
    setSpare(!spare);
    setPast(props.error);
  };
  const byPasskey = ways.includes("passkey") && challenge.passkey !== null;
  const typed = spare ? ways.includes("recovery") : ways.includes("totp");
  if (ways.length === 0)
    return <p>You have no second factor yet. Set one up in the settings, under “Your account”.</p>;
  if (ways.includes("password")) return <PasswordField {...props} />;
  return (
    <div className={panel.form}>
      {byPasskey && !spare && (
        <Button
          autoFocus={!typed}
          leftSection={<Icon name="person" size={16} />}
          loading={passkey.waits || (busy && !typed)}
          onClick={() => void passkey.show()}
        >
          Use a passkey
        </Button>
      )}
      {passkey.failed !== null && <Wrong error={passkey.failed} />}
      {typed ? (
        <CodeField key={String(spare)} {...props} error={error} spare={spare} />
      ) : (
        <>
          {error !== null && <Wrong brief error={error} title={error.message} />}
          <div className={panel.buttons}>{children}</div>
        </>
      )}
      {ways.includes("recovery") && (ways.includes("totp") || byPasskey) && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={change}>
            {spare ? "Use the usual way" : "Use a recovery code instead"}
          </Button>
        </div>
      )}
    </div>
  );
}
