/** The keys by which the person's own programs ask for them. */
import { Button, Modal } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import type { ApiKey } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { useNow } from "@/ui/useNow";
import panel from "../Panel.module.css";
import type { PanelProps } from "../sections";
import classes from "./Keys.module.css";
import { sentenceOf } from "./keyWords";
import { NewKey } from "./NewKey";
import { useKeys } from "./useKeys";

const FOLDED = 5;

function Revocation({ apiKey, onDone }: { apiKey: ApiKey; onDone: () => void }) {
  const revoke = useWrite("revoke_key");
  const tell = useToast();
  const sure = () =>
    revoke.mutate(
      { path: { key_id: apiKey.id } },
      {
        onSuccess: () => {
          tell(`Revoked ${apiKey.name}`);
          onDone();
        },
      },
    );
  return (
    <div className={panel.form}>
      <p>
        The program that has it is refused at once, and what it has under way is stopped. This cannot be undone: it would
        need a new key.
      </p>
      {revoke.isError && <Wrong error={revoke.error} safe="The key still counts." />}
      <div className={panel.buttons}>
        <Button variant="default" data-autofocus onClick={onDone}>
          Keep it
        </Button>
        <Button color="red" loading={revoke.isPending} onClick={sure}>
          Revoke it
        </Button>
      </div>
    </div>
  );
}

function Row({ apiKey, over, onRevoke }: { apiKey: ApiKey; over: boolean; onRevoke: () => void }) {
  return (
    <li className={clsx(panel.row, over && panel.over)}>
      <span className={panel.main}>
        <strong>
          <Visible text={apiKey.name} />
        </strong>
        <span>{sentenceOf(apiKey.permissions)}</span>
        <span className={panel.meta}>
          <span className={classes.start}>{apiKey.shown}…</span>
          <span>
            {apiKey.last_used_at === null ? (
              "never used"
            ) : (
              <>
                last used <Ago at={apiKey.last_used_at} />
              </>
            )}
          </span>
          <span>
            {apiKey.revoked_at === null ? (over ? "ended " : "ends ") : "revoked "}
            <Ago at={apiKey.revoked_at ?? apiKey.expires_at} />
          </span>
        </span>
      </span>
      {!over && (
        <span className={panel.acts}>
          <Button variant="default" size="compact-sm" aria-label={`Revoke ${apiKey.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        </span>
      )}
    </li>
  );
}

function Over({ keys }: { keys: readonly ApiKey[] }) {
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  const shown = all ? keys : keys.slice(0, FOLDED);
  return (
    <>
      <div>
        <Button variant="subtle" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {keys.length === 1 ? "One key that counts no more" : `${keys.length} keys that count no more`}
        </Button>
      </div>
      {open && (
        <ul className={panel.rows} aria-label="Keys that count no more">
          {shown.map((each) => (
            <Row key={each.id} apiKey={each} over onRevoke={() => undefined} />
          ))}
        </ul>
      )}
      {open && keys.length > shown.length && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
            Show all
          </Button>
        </div>
      )}
    </>
  );
}

export default function KeysPanel({ admin }: PanelProps) {
  const keys = useKeys();
  const now = useNow(30_000);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const isOver = (each: ApiKey) => each.revoked_at !== null || Date.parse(each.expires_at) <= now;
  const all = keys.data ?? [];
  const live = all.filter((each) => !isOver(each));
  const over = all.filter(isOver);
  const add = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      Make a key
    </Button>
  );
  return (
    <div className={panel.panel}>
      <div className={panel.intro}>
        <p>
          With a key a program of yours can ask for you: a display, a script, a button. It may do what you tick, for as long
          as you say, and never counts as you being there.
        </p>
        {live.length > 0 && add}
      </div>
      {keys.isPending && <Skeleton lines={4} label="Loading the keys" />}
      {keys.isError && <Wrong error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && live.length === 0 && (
        <Empty icon="keyboard" title="There are no keys">
          {add}
        </Empty>
      )}
      {live.length > 0 && (
        <ul className={panel.rows} aria-label="API keys">
          {live.map((each) => (
            <Row key={each.id} apiKey={each} over={false} onRevoke={() => setRevoking(each)} />
          ))}
        </ul>
      )}
      {over.length > 0 && <Over keys={over} />}
      <NewKey opened={making} admin={admin} onDone={() => setMaking(false)} />
      <Modal
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke ${revoking?.name ?? "it"}?`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {revoking !== null && <Revocation apiKey={revoking} onDone={() => setRevoking(null)} />}
      </Modal>
    </div>
  );
}
