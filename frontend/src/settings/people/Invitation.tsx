/** Inviting somebody: as what, then the link, which is shown once. */
import { Button, Modal, Radio } from "@mantine/core";
import { useClipboard, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import type { MintedInvite } from "@/api/types";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import keys from "../keys/Keys.module.css";
import panel from "../Panel.module.css";
import { linkOf } from "./peopleWords";

function Form({ onCancel, onMade }: { onCancel: () => void; onMade: (minted: MintedInvite) => void }) {
  const [role, setRole] = useState<"admin" | "user">("user");
  const create = useWrite("create_invite");
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: { role } }, { onSuccess: onMade });
      }}
    >
      <Radio.Group label="They come as" value={role} onChange={(value) => setRole(value === "admin" ? "admin" : "user")}>
        <div className={panel.form}>
          <Radio value="user" label="A user" description="With conversations, rules and a record of their own" />
          <Radio value="admin" label="An administrator" description="Who can also change all settings, and remove you" />
        </div>
      </Radio.Group>
      {create.isError && <Wrong error={create.error} safe="Nobody was invited." />}
      <div className={panel.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending}>
          Make the link
        </Button>
      </div>
    </form>
  );
}

function Once({ minted, onDone }: { minted: MintedInvite; onDone: () => void }) {
  const link = linkOf(location.origin, minted.code);
  const { copied, copy } = useClipboard({ timeout: 1500 });
  return (
    <div className={panel.form}>
      <p>
        Send this link to one person. It opens one account, once, within seven days. It is shown now and never again.
      </p>
      <div className={keys.secret}>
        <code aria-label="The link">{link}</code>
        <Button
          autoFocus
          variant="default"
          size="compact-md"
          leftSection={<Icon name={copied ? "check" : "copy"} size={15} />}
          onClick={() => copy(link)}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <div className={panel.buttons}>
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}

export function Invitation({ opened, onDone }: { opened: boolean; onDone: () => void }) {
  const [minted, setMinted] = useState<MintedInvite | null>(null);
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
      title={minted === null ? "Invite somebody" : "Send this link"}
      fullScreen={phone}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {minted === null ? <Form onCancel={done} onMade={setMinted} /> : <Once minted={minted} onDone={done} />}
    </Modal>
  );
}
