/**
 * Putting a secret in: a new credential, or another secret for one that is there.
 *
 * The secret stands in its field and nowhere else: not in React's state, not in the cache of what was sent. It is
 * taken out of the field as it is sent, so after a failure it has to be put in again.
 */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type ClipboardEvent, useRef, useState } from "react";
import { useSecretWrite } from "@/api/hooks";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import { nameProblem } from "./credentialWords";

const LIMIT = 16 * 1024;

interface Props {
  /** Whose secret is replaced; null for a new one. */
  rotated: string | null;
  taken: readonly string[];
  onDone: () => void;
}

export function SecretForm({ rotated, taken, onDone }: Props) {
  const [typed, setTyped] = useState("");
  const [filled, setFilled] = useState(false);
  const [lines, setLines] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const put = useSecretWrite("put_credential");
  const tell = useToast();
  const name = rotated ?? typed.trim();
  const problem = rotated === null ? nameProblem(name, taken) : null;
  const ready = name !== "" && problem === null && filled;

  const take = () => {
    const secret = field.current?.value ?? "";
    if (field.current !== null) field.current.value = "";
    setFilled(false);
    return { path: { credential: name }, body: { secret } };
  };
  const submit = () =>
    put.mutate(take, {
      onSuccess: () => {
        tell(rotated === null ? `Stored ${name}` : `Rotated ${name}`);
        onDone();
      },
      onError: () => field.current?.focus(),
    });
  // A field of one line would silently join them, and store what opens nothing.
  const onPaste = (event: ClipboardEvent) => {
    const several = /[\r\n]./.test(event.clipboardData.getData("text"));
    if (several) event.preventDefault();
    setLines(several);
  };

  return (
    <form
      className={panel.form}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      {rotated === null ? (
        <TextInput
          data-autofocus
          label="Name"
          description="What tools and settings know it by, such as mail.work"
          required
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={problem}
          inputWrapperOrder={["label", "description", "input", "error"]}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : (
        <p>
          What uses it has the new one from then on. The old one is gone from here, but still counts where it was made:
          revoke it there.
        </p>
      )}
      <PasswordInput
        ref={field}
        data-autofocus={rotated === null ? undefined : true}
        label={rotated === null ? "Secret" : "New secret"}
        description="A password, token or key, on one line. It is sealed, and never shown again."
        required
        maxLength={LIMIT}
        // Never filled in by a browser or password manager, nor offered to be remembered there.
        autoComplete="new-password"
        data-1p-ignore
        data-lpignore="true"
        data-bwignore="true"
        spellCheck={false}
        error={lines ? "What you pasted has several lines. A secret is one line." : undefined}
        inputWrapperOrder={["label", "description", "input", "error"]}
        onPaste={onPaste}
        onChange={(event) => {
          setFilled(event.currentTarget.value !== "");
          setLines(false);
        }}
      />
      {put.isError && (
        <Wrong
          error={put.error}
          safe={`${rotated === null ? "Nothing was stored." : "The secret is the one it was."} Put the new one in again.`}
        />
      )}
      <div className={panel.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={!ready} loading={put.isPending}>
          {rotated === null ? "Store it" : "Rotate it"}
        </Button>
      </div>
    </form>
  );
}
