/** The stored credentials by name, and what locks them. Secrets go in here, and never come out. */
import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useRead, useWrite } from "@/api/hooks";
import type { Credential } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import type { PanelProps } from "../sections";
import { costOf, kindWords, serverPage } from "./credentialWords";
import { LockCard } from "./LockCard";
import { SecretForm } from "./SecretForm";

type Dialog = { readonly kind: "add" } | { readonly kind: "rotate" | "remove"; readonly one: Credential };

const titleOf = (dialog: Dialog) =>
  dialog.kind === "add" ? "Add a credential" : `${dialog.kind === "rotate" ? "Rotate" : "Remove"} ${dialog.one.name}`;

function Removal({ one, onDone }: { one: Credential; onDone: () => void }) {
  const remove = useWrite("remove_credential");
  const tell = useToast();
  const sure = () =>
    remove.mutate(
      { path: { credential: one.name } },
      {
        onSuccess: () => {
          tell(`Removed ${one.name}`);
          onDone();
        },
      },
    );
  return (
    <div className={panel.form}>
      <p>{costOf(one)} The secret cannot be brought back.</p>
      <p>
        paios also stops looking for it in what the assistant reads and writes. Where it was made it still counts: revoke
        it there.
      </p>
      {remove.isError && <Wrong error={remove.error} safe="It is still stored." />}
      <div className={panel.buttons}>
        <Button variant="default" data-autofocus onClick={onDone}>
          Keep it
        </Button>
        <Button color="red" loading={remove.isPending} onClick={sure}>
          Remove it
        </Button>
      </div>
    </div>
  );
}

function When({ says, at, otherwise }: { says: string; at: string | null; otherwise: string }) {
  return (
    <span>
      {at === null ? (
        otherwise
      ) : (
        <>
          {says} <Ago at={at} />
        </>
      )}
    </span>
  );
}

function Row({ one, onOpen }: { one: Credential; onOpen: (dialog: Dialog) => void }) {
  const elsewhere = serverPage(one);
  return (
    <li className={panel.row}>
      <span className={panel.main}>
        <strong>
          <Visible text={one.name} />
        </strong>
        <span>{kindWords(one.kind)}</span>
        <span className={panel.meta}>
          <When says="added" at={one.created_at} otherwise="added at an unknown time" />
          {one.rotated_at !== null && <When says="rotated" at={one.rotated_at} otherwise="" />}
          <When says="last used" at={one.used_at} otherwise="never used" />
        </span>
      </span>
      <span className={panel.acts}>
        {elsewhere !== null ? (
          <Button component={Link} href={elsewhere} variant="default" size="compact-sm">
            To its server
          </Button>
        ) : (
          (["rotate", "remove"] as const).map((kind) => (
            <Button
              key={kind}
              variant="default"
              size="compact-sm"
              aria-label={`${kind === "rotate" ? "Rotate" : "Remove"} ${one.name}`}
              onClick={() => onOpen({ kind, one })}
            >
              {kind === "rotate" ? "Rotate" : "Remove"}
            </Button>
          ))
        )}
      </span>
    </li>
  );
}

function Credentials() {
  const stored = useRead("list_credentials", {});
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const items = stored.data?.items ?? [];
  const add = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setDialog({ kind: "add" })}>
      Add a credential
    </Button>
  );
  return (
    <div className={panel.panel}>
      <div className={panel.intro}>
        <p>
          Passwords, tokens and keys that tools and models sign in with. The assistant sees none of them, and no page
          shows one again.
        </p>
        {items.length > 0 && add}
      </div>
      {stored.isPending && <Skeleton lines={4} label="Loading the credentials" />}
      {stored.isError && <Wrong error={stored.error} onRetry={() => void stored.refetch()} />}
      {stored.isSuccess && items.length === 0 && (
        <Empty icon="lock" title="There are no credentials">
          <p>Add the first when a tool or model asks for a key or password.</p>
          {add}
        </Empty>
      )}
      {items.length > 0 && (
        <ul className={panel.rows} aria-label="Credentials">
          {items.map((each) => (
            <Row key={each.name} one={each} onOpen={setDialog} />
          ))}
        </ul>
      )}
      {stored.isSuccess && <LockCard lock={stored.data.lock} />}
      <Modal
        opened={dialog !== null}
        onClose={close}
        title={dialog !== null && <Visible text={titleOf(dialog)} />}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {dialog?.kind === "remove" && <Removal one={dialog.one} onDone={close} />}
        {dialog !== null && dialog.kind !== "remove" && (
          <SecretForm
            rotated={dialog.kind === "rotate" ? dialog.one.name : null}
            taken={items.map((each) => each.name)}
            onDone={close}
          />
        )}
      </Modal>
    </div>
  );
}

export default function CredentialsPanel({ admin }: PanelProps) {
  return admin ? <Credentials /> : <Empty icon="lock" title="Only an administrator sees the credentials" />;
}
