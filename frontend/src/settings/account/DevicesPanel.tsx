/** Where the person is signed in, and signing out there. */
import { Button } from "@mantine/core";
import { useRead, useWrite } from "@/api/hooks";
import type { SessionInfo } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import { deviceOf } from "./device";

function Row({ session }: { session: SessionInfo }) {
  const revoke = useWrite("revoke_session");
  const tell = useToast();
  const device = deviceOf(session.device);
  return (
    <li className={panel.row}>
      <span className={panel.main}>
        <strong>
          <Visible text={device} />
        </strong>
        <span className={panel.meta}>
          {session.here && <span>this device</span>}
          <span>
            last used <Ago at={session.last_used_at} />
          </span>
          <span>
            signed in <Ago at={session.created_at} />
          </span>
        </span>
        {revoke.isError && <Wrong brief error={revoke.error} />}
      </span>
      {!session.here && (
        <span className={panel.acts}>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`Sign out ${device}`}
            loading={revoke.isPending}
            onClick={() =>
              revoke.mutate({ path: { session_id: session.id } }, { onSuccess: () => tell(`Signed out ${device}`) })
            }
          >
            Sign out
          </Button>
        </span>
      )}
    </li>
  );
}

export default function DevicesPanel() {
  const sessions = useRead("list_sessions", {});
  const revoke = useWrite("revoke_other_sessions");
  const tell = useToast();
  const items = sessions.data?.items ?? [];
  return (
    <div className={panel.panel}>
      <div className={panel.intro}>
        <p>
          Where you are signed in. Signing a device out takes effect at once, also for a page that is open there. If you
          do not know one of these, sign it out and change your password.
        </p>
        {items.length > 1 && (
          <Button
            variant="default"
            loading={revoke.isPending}
            onClick={() => revoke.mutate({}, { onSuccess: () => tell("Signed out everywhere but here") })}
          >
            Sign out all others
          </Button>
        )}
      </div>
      {revoke.isError && <Wrong error={revoke.error} safe="They may still be signed in." />}
      {sessions.isPending && <Skeleton lines={4} label="Loading the devices" />}
      {sessions.isError && <Wrong error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {items.length > 0 && (
        <ul className={panel.rows} aria-label="Devices">
          {items.map((each) => (
            <Row key={each.id} session={each} />
          ))}
        </ul>
      )}
    </div>
  );
}
