/** Invitations that nobody used yet. */
import { Button } from "@mantine/core";
import { useRead, useWrite } from "@/api/hooks";
import { Ago } from "@/ui/Ago";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";

export function OpenInvites() {
  const invites = useRead("list_invites", { query: { limit: 50 } });
  const revoke = useWrite("revoke_invite");
  const tell = useToast();
  if (invites.isError) return <Wrong error={invites.error} onRetry={() => void invites.refetch()} />;
  const items = invites.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label="Open invitations" className={panel.form}>
      <h2>Open invitations</h2>
      {revoke.isError && <Wrong error={revoke.error} />}
      <ul className={panel.rows}>
        {items.map((each) => (
          <li key={each.id} className={panel.row}>
            <span className={panel.main}>
              <strong>{each.role === "admin" ? "For an administrator" : "For a user"}</strong>
              <span className={panel.meta}>
                <span>
                  made <Ago at={each.created_at} />
                </span>
                <span>
                  ends <Ago at={each.expires_at} />
                </span>
              </span>
            </span>
            <span className={panel.acts}>
              <Button
                variant="default"
                size="compact-sm"
                onClick={() =>
                  revoke.mutate(
                    { path: { invite_id: each.id } },
                    { onSuccess: () => tell("The invitation counts no more") },
                  )
                }
              >
                Take back
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
