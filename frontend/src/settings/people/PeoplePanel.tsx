/** Who uses this paios: invited, disabled, given another role, removed. For administrators. */
import { Button, Modal } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import type { ListedPerson } from "@/api/types";
import { useSession } from "@/app/SessionGate";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import type { PanelProps } from "../sections";
import { Invitation } from "./Invitation";
import { OpenInvites } from "./OpenInvites";
import { PersonDialog } from "./PersonDialog";

const MOST = 200;

function Row({ person, you, onOpen }: { person: ListedPerson; you: boolean; onOpen: () => void }) {
  const enable = useWrite("change_person");
  const tell = useToast();
  return (
    <li className={clsx(panel.row, person.disabled && panel.over)}>
      <span className={panel.main}>
        <strong>
          <Visible text={person.name} />
        </strong>
        <span className={panel.meta}>
          {you && <span>you</span>}
          <span>{person.role === "admin" ? "administrator" : "user"}</span>
          {person.second_factor && <span>two-step sign-in</span>}
          {person.disabled && <span>disabled: cannot sign in</span>}
          <span>
            {person.last_used_at === null ? (
              "never there"
            ) : (
              <>
                last there <Ago at={person.last_used_at} />
              </>
            )}
          </span>
        </span>
        {enable.isError && <Wrong brief error={enable.error} />}
      </span>
      <span className={panel.acts}>
        {person.disabled && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`Enable ${person.name}`}
            loading={enable.isPending}
            onClick={() =>
              enable.mutate(
                { path: { user_id: person.id }, body: { disabled: false } },
                { onSuccess: () => tell(`${person.name} can sign in again`) },
              )
            }
          >
            Enable
          </Button>
        )}
        <Button variant="default" size="compact-sm" aria-label={`Change ${person.name}`} onClick={onOpen}>
          Change
        </Button>
      </span>
    </li>
  );
}

function People() {
  const me = useSession().user.id;
  const people = useRead("list_people", { query: { limit: MOST } });
  const [inviting, setInviting] = useState(false);
  const [opened, setOpened] = useState<ListedPerson | null>(null);
  const close = () => setOpened(null);
  return (
    <div className={panel.panel}>
      <div className={panel.intro}>
        <p>
          Everybody has notes, conversations and rules of their own, which nobody else sees. Administrators also change
          the settings of this paios and decide who uses it; of what others do they see that it happened.
        </p>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      </div>
      {people.isPending && <Skeleton lines={4} label="Loading the people" />}
      {people.isError && <Wrong error={people.error} onRetry={() => void people.refetch()} />}
      {people.isSuccess && (
        <ul className={panel.rows} aria-label="People">
          {people.data.items.map((each) => (
            <Row key={each.id} person={each} you={each.id === me} onOpen={() => setOpened(each)} />
          ))}
        </ul>
      )}
      <OpenInvites />
      <Invitation opened={inviting} onDone={() => setInviting(false)} />
      <Modal
        opened={opened !== null}
        onClose={close}
        title={opened?.name ?? ""}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {opened !== null && <PersonDialog person={opened} onDone={close} />}
      </Modal>
    </div>
  );
}

export default function PeoplePanel({ admin }: PanelProps) {
  return admin ? <People /> : <Empty icon="person" title="Only an administrator sees who uses this paios" />;
}
