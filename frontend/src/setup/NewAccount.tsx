import { PasswordInput, TextInput } from "@mantine/core";
import classes from "./Setup.module.css";

export interface AccountDraft {
  readonly name: string;
  readonly password: string;
}

export const NO_ACCOUNT: AccountDraft = { name: "", password: "" };
const LEAST = 12;
const GOOD = 20;
const NAME = /^[^\s<>"/\\](?:[^<>"/\\]{0,62}[^\s<>"/\\])?$/;

export const isComplete = ({ name, password }: AccountDraft): boolean =>
  NAME.test(name.trim()) && Array.from(password).length >= LEAST;

/** Length is what makes a password hard to guess; that is all that is asked of it. */
export function strength(password: string): string {
  const length = Array.from(password).length;
  if (length === 0) return `At least ${LEAST} characters; four or five words are good and easy to keep`;
  if (length < LEAST) return `${LEAST - length} more character${LEAST - length === 1 ? "" : "s"}`;
  return length < GOOD ? "Long enough; longer is better" : "Good and long";
}

export function NewAccount({
  account,
  onChange,
}: {
  account: AccountDraft;
  onChange: (account: AccountDraft) => void;
}) {
  const { name, password } = account;
  const length = Array.from(password).length;
  return (
    <div className={classes.fields}>
      <TextInput
        label="Name"
        autoComplete="username"
        autoFocus
        maxLength={64}
        value={name}
        error={name.trim() !== "" && !NAME.test(name.trim()) ? 'Without < > " / \\' : undefined}
        onChange={(event) => onChange({ ...account, name: event.currentTarget.value })}
      />
      <div>
        <PasswordInput
          label="Password"
          description={strength(password)}
          autoComplete="new-password"
          maxLength={1024}
          value={password}
          onChange={(event) => onChange({ ...account, password: event.currentTarget.value })}
        />
        <div className={classes.length} data-enough={length >= LEAST} aria-hidden="true">
          <span style={{ width: `${Math.min(100, (length / GOOD) * 100)}%` }} />
        </div>
      </div>
    </div>
  );
}
