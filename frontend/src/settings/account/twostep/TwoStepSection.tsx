/** What proves who the person is besides the password: an authenticator app, passkeys, recovery codes. */
import { Button, Modal } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import type { Factors, Passkey } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { passkeysWork } from "@/proof/passkeys";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../../Panel.module.css";
import { Section } from "../../Section";
import classes from "../../Settings.module.css";
import { AddApp } from "./AddApp";
import { AddPasskey } from "./AddPasskey";
import { KeptCodes } from "./KeptCodes";
import { Removal } from "./Removal";

const FEW = 2;

type Doing = { what: "app" | "passkey" | "codes" } | { what: "remove app" } | { what: "remove passkey"; passkey: Passkey };

function AppRow({ since, onRemove }: { since: string; onRemove: () => void }) {
  return (
    <li className={panel.row}>
      <span className={panel.main}>
        <strong>Authenticator app</strong>
        <span className={panel.meta}>
          <span>
            set up <Ago at={since} />
          </span>
        </span>
      </span>
      <span className={panel.acts}>
        <Button variant="default" size="compact-sm" aria-label="Remove the authenticator app" onClick={onRemove}>
          Remove
        </Button>
      </span>
    </li>
  );
}

function PasskeyRow({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  return (
    <li className={panel.row}>
      <span className={panel.main}>
        <strong>
          <Visible text={passkey.name} />
        </strong>
        <span className={panel.meta}>
          <span>passkey</span>
          <span>
            added <Ago at={passkey.created_at} />
          </span>
          <span>
            {passkey.last_used_at === null ? (
              "never used"
            ) : (
              <>
                last used <Ago at={passkey.last_used_at} />
              </>
            )}
          </span>
        </span>
      </span>
      <span className={panel.acts}>
        <Button variant="default" size="compact-sm" aria-label={`Remove ${passkey.name}`} onClick={onRemove}>
          Remove
        </Button>
      </span>
    </li>
  );
}

function CodesRow({ left, onRenew }: { left: number; onRenew: () => void }) {
  return (
    <li className={panel.row}>
      <span className={panel.main}>
        <strong>Recovery codes</strong>
        <span className={panel.meta}>
          <span className={left <= FEW ? panel.bad : undefined}>
            {left === 0 ? "none left: make new ones" : left === 1 ? "1 left" : `${left} left`}
          </span>
          <span>for when the app and the passkeys are lost</span>
        </span>
      </span>
      <span className={panel.acts}>
        <Button variant="default" size="compact-sm" onClick={onRenew}>
          Make new codes
        </Button>
      </span>
    </li>
  );
}

function List({ factors, onDo }: { factors: Factors; onDo: (doing: Doing) => void }) {
  const { app_since: since, passkeys, recovery_codes: left } = factors;
  if (since === null && passkeys.length === 0)
    return (
      <p className={classes.note}>
        Off. Your password alone lets you in, and the assistant may not run programs, nor watch or listen: a yes to that
        takes a second factor.
      </p>
    );
  return (
    <ul className={panel.rows} aria-label="What you sign in with besides the password">
      {since !== null && <AppRow since={since} onRemove={() => onDo({ what: "remove app" })} />}
      {passkeys.map((passkey) => (
        <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => onDo({ what: "remove passkey", passkey })} />
      ))}
      <CodesRow left={left} onRenew={() => onDo({ what: "codes" })} />
    </ul>
  );
}

function Removing({ doing, last, onDone }: { doing: Doing; last: boolean; onDone: () => void }) {
  const app = useWrite("remove_app");
  const passkey = useWrite("remove_passkey");
  const tell = useToast();
  const onSuccess = () => {
    tell("Removed");
    onDone();
  };
  const done = { onSuccess };
  if (doing.what === "remove app")
    return (
      <Removal
        says="Its codes count no more. You can delete the entry in the app."
        {...{ last, onDone }}
        error={app.error}
        busy={app.isPending}
        onSure={() => app.mutate({}, done)}
      />
    );
  if (doing.what !== "remove passkey") return null;
  return (
    <Removal
      says="It does not sign you in any more. Your device may still list it; you can delete it there."
      {...{ last, onDone }}
      error={passkey.error}
      busy={passkey.isPending}
      onSure={() => passkey.mutate({ path: { passkey_id: doing.passkey.id } }, done)}
    />
  );
}

const TITLES: Readonly<Record<Doing["what"], string>> = {
  app: "Set up an authenticator app",
  passkey: "Add a passkey",
  codes: "New recovery codes",
  "remove app": "Remove the authenticator app?",
  "remove passkey": "Remove this passkey?",
};

/** What opened a dialog may be gone with what it did, at once or once the list is read again: the focus stays near. */
function useKeptFocus(count: number) {
  const here = useRef<HTMLDivElement>(null);
  const acted = useRef(false);
  const refocus = useCallback(() => {
    if (acted.current && document.activeElement === document.body) here.current?.focus();
  }, []);
  const onActed = useCallback(() => {
    acted.current = true;
  }, []);
  useEffect(refocus, [refocus, count]);
  return { here, onActed, refocus };
}

export function TwoStepSection() {
  const factors = useRead("get_factors", {});
  const [doing, setDoing] = useState<Doing | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const its = factors.data;
  const count = its === undefined ? 0 : its.passkeys.length + (its.app_since === null ? 0 : 1);
  const first = count === 0;
  const { here, onActed, refocus } = useKeptFocus(count);
  const close = () => {
    onActed();
    setDoing(null);
    setCodes([]);
  };
  // What was just added may bring codes: they are shown before anything closes.
  const added = (made: readonly string[]) => (made.length > 0 ? setCodes(made) : close());
  const shown = codes.length > 0;
  const says = "So that a stolen password alone lets nobody in, and for a yes to what a click is not enough for.";
  return (
    <Section title="Two-step sign-in" says={says}>
      {factors.isPending && <Skeleton lines={3} label="Loading" />}
      {factors.isError && <Wrong error={factors.error} onRetry={() => void factors.refetch()} />}
      {its !== undefined && (
        <div ref={here} tabIndex={-1} className={panel.form}>
          <List factors={its} onDo={setDoing} />
          <div className={panel.bar}>
            {its.app_since === null && (
              <Button leftSection={<Icon name="phone" size={16} />} onClick={() => setDoing({ what: "app" })}>
                Set up an authenticator app
              </Button>
            )}
            {passkeysWork() && (
              <Button
                variant={its.app_since === null ? "default" : "filled"}
                leftSection={<Icon name="plus" size={16} />}
                onClick={() => setDoing({ what: "passkey" })}
              >
                Add a passkey
              </Button>
            )}
          </div>
          {!passkeysWork() && (
            <p className={panel.hint}>
              Passkeys need this page to be opened by its name, as http://localhost:{location.port}, in a browser that has them.
            </p>
          )}
        </div>
      )}
      <Modal
        opened={doing !== null}
        onClose={close}
        onExitTransitionEnd={refocus}
        closeOnClickOutside={false}
        closeOnEscape={!shown}
        withCloseButton={!shown}
        title={shown ? "Keep these recovery codes" : doing === null ? "" : TITLES[doing.what]}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {shown ? (
          <KeptCodes codes={codes} onDone={close} />
        ) : doing?.what === "app" ? (
          <AddApp first={first} onCancel={close} onAdded={added} />
        ) : doing?.what === "passkey" ? (
          <AddPasskey first={first} onCancel={close} onAdded={added} />
        ) : doing?.what === "codes" ? (
          <NewCodes onCancel={close} onMade={setCodes} />
        ) : (
          doing !== null && <Removing doing={doing} last={count === 1} onDone={close} />
        )}
      </Modal>
    </Section>
  );
}

function NewCodes({ onCancel, onMade }: { onCancel: () => void; onMade: (codes: readonly string[]) => void }) {
  const make = useWrite("new_recovery_codes");
  return (
    <div className={panel.form}>
      <p>The codes you have count no more from then on.</p>
      {make.isError && <Wrong error={make.error} safe="The old codes still count." />}
      <div className={panel.buttons}>
        <Button variant="default" data-autofocus onClick={onCancel}>
          Keep the old ones
        </Button>
        <Button loading={make.isPending} onClick={() => make.mutate({}, { onSuccess: ({ codes }) => onMade(codes) })}>
          Make new codes
        </Button>
      </div>
    </div>
  );
}
