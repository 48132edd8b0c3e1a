/** Whether this device is told of questions while paios is not open on it. */
import { Button, Switch } from "@mantine/core";
import { useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import { pushAbility, type PushAbility, subscribe, unsubscribe } from "@/app/push";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { Section } from "./Section";
import { switchPush } from "./preferences";
import classes from "./Settings.module.css";

const SAYS = "By a notification, also while paios is closed. It says that a question waits, never which.";

const CANNOT: Readonly<Record<Exclude<PushAbility, "ready">, string>> = {
  install: "On an iPhone or iPad, first add paios to the home screen: Share, then Add to Home Screen. Open it there.",
  blocked:
    "The browser does not let paios tell you anything. To change that, open the site settings beside the address, allow notifications, and reload the page.",
  missing: "This browser cannot be told while paios is closed. That takes https, or this very machine.",
};

/** Switching on and off is done in two places, the browser and the server; where one fails, the other follows. */
function useTelling(key: string) {
  const begin = useWrite("tell_this_device");
  const end = useWrite("leave_this_device");
  const tell = useToast();
  const [busy, setBusy] = useState(false);
  const on = async () => {
    const body = await subscribe(key).catch((error: unknown) => {
      tell(`The browser would not: ${error instanceof Error ? error.message : String(error)}.`);
      return null;
    });
    if (body === null) return;
    await begin.mutateAsync({ body }).then(
      () => switchPush(true),
      () => unsubscribe(),
    );
  };
  const off = async () => {
    await end.mutateAsync({});
    switchPush(false);
    await unsubscribe();
  };
  const turn = (wanted: boolean) => {
    setBusy(true);
    void (wanted ? on() : off()).catch(() => undefined).finally(() => setBusy(false));
  };
  return { turn, busy, error: begin.error ?? end.error };
}

function Telling({ told, publicKey }: { told: boolean; publicKey: string }) {
  const { turn, busy, error } = useTelling(publicKey);
  const attempt = useWrite("try_this_device");
  const tell = useToast();
  return (
    <>
      <div className={classes.pair}>
        <Switch
          label="Tell this device"
          description={SAYS}
          checked={told}
          disabled={busy}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
        {told && (
          <Button
            variant="default"
            loading={attempt.isPending}
            onClick={() => attempt.mutate({}, { onSuccess: () => tell("Sent. It should be here in a moment.") })}
          >
            Try it
          </Button>
        )}
      </div>
      {error !== null && <Wrong error={error} safe="This device is told, or not, as before." />}
      {attempt.isError && <Wrong error={attempt.error} safe="Questions wait in the inbox all the same." />}
    </>
  );
}

export function DeviceSection() {
  const push = useRead("get_push", {});
  const ability = pushAbility();
  return (
    <Section title="This device" says="How you hear of questions here.">
      {push.isPending && <Skeleton lines={2} />}
      {push.isError && <Wrong error={push.error} onRetry={() => void push.refetch()} />}
      {ability !== "ready" && <p className={classes.note}>{CANNOT[ability]}</p>}
      {ability === "ready" && push.data !== undefined && <Telling told={push.data.told} publicKey={push.data.key} />}
    </Section>
  );
}
