/** What can be done about somebody, and what each would mean, said before it is done. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import type { ListedPerson } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import { goesWith, staysOf } from "./peopleWords";

interface Props {
  person: ListedPerson;
  onDone: () => void;
}

function Removal({ person, onDone }: Props) {
  const theirs = useRead("get_belongings", { path: { user_id: person.id } });
  const remove = useWrite("remove_person");
  const tell = useToast();
  return (
    <div className={panel.form}>
      {theirs.isPending && <Skeleton lines={2} label="Counting what is theirs" />}
      {theirs.isError && <Wrong error={theirs.error} onRetry={() => void theirs.refetch()} />}
      {theirs.isSuccess && (
        <>
          <p>{goesWith(person.name, theirs.data)}</p>
          {staysOf(theirs.data) !== "" && <p className={panel.breaks}>{staysOf(theirs.data)}</p>}
          <p>
            The record of what happened stays. This cannot be undone; to keep everything, disable the account instead.
          </p>
        </>
      )}
      {remove.isError && <Wrong error={remove.error} safe="Nothing of theirs was deleted." />}
      <div className={panel.buttons}>
        <Button variant="default" autoFocus onClick={onDone}>
          Keep {person.name}
        </Button>
        <Button
          color="red"
          disabled={!theirs.isSuccess}
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(
              { path: { user_id: person.id } },
              {
                onSuccess: () => {
                  tell(`Removed ${person.name}`);
                  onDone();
                },
              },
            )
          }
        >
          Delete for good
        </Button>
      </div>
    </div>
  );
}

/** For somebody who lost their phone and their recovery codes. */
function FactorsLost({ person, onDone }: Props) {
  const reset = useWrite("reset_factors");
  const tell = useToast();
  return (
    <div className={panel.form}>
      <p>
        Their app, passkeys and recovery codes count no more, and they are signed out everywhere. From then on the password
        alone lets {person.name} in. Be sure that it is really them who asks.
      </p>
      {reset.isError && <Wrong error={reset.error} safe="Nothing was taken away." />}
      <div className={panel.buttons}>
        <Button variant="default" autoFocus onClick={onDone}>
          Keep them
        </Button>
        <Button
          color="red"
          loading={reset.isPending}
          onClick={() =>
            reset.mutate(
              { path: { user_id: person.id } },
              {
                onSuccess: () => {
                  tell(`The password lets ${person.name} in again`);
                  onDone();
                },
              },
            )
          }
        >
          Take them away
        </Button>
      </div>
    </div>
  );
}

export function PersonDialog({ person, onDone }: Props) {
  const change = useWrite("change_person");
  const tell = useToast();
  const [doing, setDoing] = useState<"removing" | "factors lost" | null>(null);
  const admin = person.role === "admin";
  const make = (body: { disabled?: boolean; role?: "admin" | "user" }, says: string) =>
    change.mutate(
      { path: { user_id: person.id }, body },
      {
        onSuccess: () => {
          tell(says);
          onDone();
        },
      },
    );
  if (doing === "removing") return <Removal person={person} onDone={onDone} />;
  if (doing === "factors lost") return <FactorsLost person={person} onDone={onDone} />;
  return (
    <div className={panel.form}>
      <p>
        {admin
          ? "As a user they keep what is theirs, and lose the settings and this page. They are signed out at once."
          : "As an administrator they could change all settings and decide who uses this paios."}
      </p>
      <div>
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() =>
            admin
              ? make({ role: "user" }, `${person.name} is a user now`)
              : make({ role: "admin" }, `${person.name} is an administrator now`)
          }
        >
          {admin ? "Make them a user" : "Make them an administrator"}
        </Button>
      </div>
      {!person.disabled && (
        <>
          <p>
            Disabled, they cannot sign in and their API keys are refused. What runs for them stops at once; what is
            theirs stays, and you can enable them again.
          </p>
          <div>
            <Button
              variant="default"
              loading={change.isPending}
              onClick={() => make({ disabled: true }, `${person.name} is disabled`)}
            >
              Disable
            </Button>
          </div>
        </>
      )}
      {person.second_factor && (
        <>
          <p>If they lost their phone and their recovery codes, you can let them in by the password alone.</p>
          <div>
            <Button variant="default" onClick={() => setDoing("factors lost")}>
              Take away second factors…
            </Button>
          </div>
        </>
      )}
      {change.isError && <Wrong error={change.error} safe="Nothing changed." />}
      <div className={panel.buttons}>
        <Button color="red" variant="light" onClick={() => setDoing("removing")}>
          Delete…
        </Button>
      </div>
    </div>
  );
}
