/** Making a key: what it is for, what it may do, for how long; then the key itself, shown once. */
import { Button, Checkbox, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useClipboard, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import type { KeyPermission, MintedApiKey } from "@/api/types";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import panel from "../Panel.module.css";
import classes from "./Keys.module.css";
import { choicesFor, LIFETIMES } from "./keyWords";

interface FormProps {
  admin: boolean;
  onCancel: () => void;
  onMade: (minted: MintedApiKey) => void;
}

function Form({ admin, onCancel, onMade }: FormProps) {
  const [name, setName] = useState("");
  const [given, setGiven] = useState<string[]>([]);
  const [days, setDays] = useState("90");
  const create = useWrite("create_key");
  const ready = name.trim() !== "" && given.length > 0;
  const submit = () =>
    create.mutate(
      { body: { name: name.trim(), permissions: given as KeyPermission[], days: Number(days) } },
      { onSuccess: onMade },
    );
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      <div className={panel.pairOfFields}>
        <TextInput
          data-autofocus
          label="Name"
          description="Which program it is for"
          placeholder="Kitchen display"
          required
          maxLength={64}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="Counts for"
          description="Then it is refused; make another"
          data={[...LIFETIMES]}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
      </div>
      <Checkbox.Group value={given} onChange={setGiven} label="It may" required>
        <div className={classes.groups}>
          {choicesFor(admin).map(({ title, choices }) => (
            <fieldset key={title} className={panel.fieldset}>
              <legend>{title}</legend>
              {choices.map(({ permission, says, mind }) => (
                <Checkbox key={permission} value={permission} label={says} description={mind} />
              ))}
            </fieldset>
          ))}
        </div>
      </Checkbox.Group>
      {create.isError && <Wrong error={create.error} safe="No key was made." />}
      <p className={panel.hint}>
        It never has more than you have yourself at that moment, and no key can change your account, your rules or your
        keys.
      </p>
      <div className={panel.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" disabled={!ready} loading={create.isPending}>
          Make the key
        </Button>
      </div>
    </form>
  );
}

function Once({ minted, onDone }: { minted: MintedApiKey; onDone: () => void }) {
  const { copied, copy } = useClipboard({ timeout: 1500 });
  return (
    <div className={panel.form}>
      <p>
        This is the key of <strong>{minted.key.name}</strong>. It is shown now and never again: copy it to where the
        program keeps its secrets.
      </p>
      <div className={classes.secret}>
        <code aria-label="The key">{minted.secret}</code>
        <Button
          data-autofocus
          variant="default"
          size="compact-md"
          leftSection={<Icon name={copied ? "check" : "copy"} size={15} />}
          onClick={() => copy(minted.secret)}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <p className={panel.hint}>
        The program sends it in the header <code>X-API-Key</code>, never in an address.
      </p>
      <div className={panel.buttons}>
        <Button onClick={onDone}>I have kept it</Button>
      </div>
    </div>
  );
}

export function NewKey({ opened, admin, onDone }: { opened: boolean; admin: boolean; onDone: () => void }) {
  const [minted, setMinted] = useState<MintedApiKey | null>(null);
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const done = () => {
    setMinted(null);
    onDone();
  };
  return (
    <Modal
      opened={opened}
      onClose={done}
      // A stray click must not throw away what is shown once.
      closeOnClickOutside={minted === null}
      closeOnEscape={minted === null}
      title={minted === null ? "Make an API key" : "Keep this key"}
      size="lg"
      fullScreen={phone}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {minted === null ? (
        <Form admin={admin} onCancel={done} onMade={setMinted} />
      ) : (
        <Once minted={minted} onDone={done} />
      )}
    </Modal>
  );
}
