/** Where alarms go, beside this page and the activity page. */
import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useRead, useWrite } from "@/api/hooks";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { Section } from "../Section";
import settings from "../Settings.module.css";
import panel from "../Panel.module.css";
import classes from "./Protection.module.css";
import { RecentAlerts } from "./RecentAlerts";

const KEY = { length: 30, pattern: "[A-Za-z0-9]{30}" } as const;

function Keys({ onDone }: { onDone: () => void }) {
  const [user, setUser] = useState("");
  const [token, setToken] = useState("");
  const setUp = useWrite("set_up_pushover");
  const tell = useToast();
  const fields = [
    { label: "Your user key", says: "On your Pushover page, 30 letters and digits.", value: user, put: setUser },
    { label: "API token", says: "Of the application that you made there for paios.", value: token, put: setToken },
  ];
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        setUp.mutate(
          { body: { user, token } },
          {
            onSuccess: () => {
              tell("Alarms go to your phone from now on");
              onDone();
            },
          },
        );
      }}
    >
      {fields.map(({ label, says, value, put }) => (
        <PasswordInput
          key={label}
          label={label}
          description={says}
          required
          minLength={KEY.length}
          maxLength={KEY.length}
          autoComplete="off"
          inputWrapperOrder={["label", "description", "input", "error"]}
          error={value !== "" && !new RegExp(`^${KEY.pattern}$`).test(value) && value.length >= KEY.length
            ? "Letters and digits only."
            : undefined}
          value={value}
          onChange={(event) => put(event.currentTarget.value.trim())}
        />
      ))}
      <p className={settings.note}>Both are kept in files that only you can read, and never shown again.</p>
      {setUp.isError && <Wrong error={setUp.error} safe="Where alarms go is what it was." />}
      <div className={settings.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={[user, token].some((key) => !new RegExp(`^${KEY.pattern}$`).test(key))}
          loading={setUp.isPending}
        >
          Use these keys
        </Button>
      </div>
    </form>
  );
}

function Phone({ on, admin }: { on: boolean; admin: boolean }) {
  const [changing, setChanging] = useState(false);
  const remove = useWrite("remove_pushover");
  const tell = useToast();
  if (changing) return <Keys onDone={() => setChanging(false)} />;
  return (
    <div className={settings.pair}>
      <span>
        <strong>Pushover</strong>
        <span className={settings.note}>
          {on
            ? "Set up. An alarm goes to your phone through pushover.net, without contents, secrets or paths."
            : "Not set up. Alarms are shown here and on the activity page alone."}
        </span>
      </span>
      {admin && (
        <span className={classes.acts}>
          {on && (
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(
                  {},
                  {
                    onSuccess: () => tell("The keys are gone"),
                    onError: (error) => tell(`Not removed: ${error.message}`),
                  },
                )
              }
            >
              Remove the keys
            </Button>
          )}
          <Button variant="default" onClick={() => setChanging(true)}>
            {on ? "Other keys" : "Set up"}
          </Button>
        </span>
      )}
    </div>
  );
}

export function AlertsSection({ admin }: { admin: boolean }) {
  const alerts = useRead("get_alerts", {});
  return (
    <Section title="Alarms" says="What you should hear of at once: the assistant was caught giving itself away.">
      {alerts.isPending && <Skeleton lines={2} />}
      {alerts.isError && <Wrong error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.data !== undefined && <Phone on={alerts.data.pushover} admin={admin} />}
      <RecentAlerts />
      <p className={settings.note}>
        <Link href="/audit">All that happened</Link> is on the activity page.
      </p>
    </Section>
  );
}
