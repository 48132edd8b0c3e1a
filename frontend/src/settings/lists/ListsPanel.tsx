/** What the person vouches for, once for all: people, hosts, folders, accounts. */
import { ActionIcon, Button } from "@mantine/core";
import { clsx } from "clsx";
import { useId, useState } from "react";
import { useWrite } from "@/api/hooks";
import { asProblem } from "@/api/problem";
import type { ListEntry } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { SearchField } from "@/ui/SearchField";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import { AddEntry } from "./AddEntry";
import { type Kind, KINDS } from "./kinds";
import classes from "./Lists.module.css";
import { useEntries } from "./useEntries";

const FOLDED = 8;
/** From so many entries on, searching is quicker than looking. */
const MANY = 8;

function useRemove(): (entry: ListEntry) => void {
  const { mutateAsync: remove } = useWrite("remove_from_whitelist");
  const { mutateAsync: add } = useWrite("add_to_whitelist");
  const tell = useToast();
  return ({ id, kind, value }) => {
    const undo = () =>
      void add({ body: { kind, value } }).then(undefined, (error: unknown) =>
        tell(`Not put back: ${asProblem(error).message}`),
      );
    void remove({ path: { entry_id: id } }).then(
      () => tell(`Removed ${value}`, undo),
      (error: unknown) => tell(`Not removed: ${asProblem(error).message}`),
    );
  };
}

function Entries({ kind, entries }: { kind: Kind; entries: readonly ListEntry[] }) {
  const [open, setOpen] = useState(false);
  const remove = useRemove();
  const shown = open ? entries : entries.slice(0, FOLDED);
  return (
    <>
      <ul className={clsx(panel.rows, classes.entries)} aria-label={kind.title}>
        {shown.map((entry) => (
          <li key={entry.id} className={classes.entry}>
            <span className={classes.value}>
              <Visible text={entry.value} />
            </span>
            <span className={classes.when}>
              <Ago at={entry.created_at} />
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${entry.value} from ${kind.title}`}
              title="Remove"
              onClick={() => remove(entry)}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {entries.length > FOLDED && (
        <Button variant="subtle" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Show fewer" : `Show all ${entries.length}`}
        </Button>
      )}
    </>
  );
}

interface ListOfProps {
  kind: Kind;
  entries: readonly ListEntry[];
  searched: boolean;
}

function ListOf({ kind, entries, searched }: ListOfProps) {
  const id = useId();
  if (searched && entries.length === 0) return null;
  return (
    <section className={classes.list} aria-labelledby={id}>
      <h2 id={id}>
        <Icon name={kind.icon} size={16} /> {kind.title}
      </h2>
      <p className={classes.says}>{kind.says}</p>
      {!searched && <AddEntry kind={kind} />}
      {entries.length === 0 ? (
        <p className={panel.hint}>{kind.empty}</p>
      ) : (
        <Entries kind={kind} entries={entries} />
      )}
    </section>
  );
}

export default function ListsPanel() {
  const entries = useEntries();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const all = entries.data ?? [];
  const found = wanted === "" ? all : all.filter(({ value }) => value.toLowerCase().includes(wanted));
  return (
    <div className={panel.panel}>
      <div className={panel.intro}>
        <p>
          What stands here is yours, and vouches for itself as if you had named it. Only you put something here: the
          assistant cannot, and contacts harvested from mail do not count.
        </p>
      </div>
      {all.length > MANY && <SearchField label="Search the lists" value={text} onChange={setText} />}
      {entries.isPending && <Skeleton lines={8} label="Loading the lists" />}
      {entries.isError && <Wrong error={entries.error} onRetry={() => void entries.refetch()} />}
      {entries.isSuccess && wanted !== "" && found.length === 0 && (
        <p className={panel.hint}>Nothing on the lists is like that.</p>
      )}
      {entries.isSuccess &&
        KINDS.map((kind) => (
          <ListOf
            key={kind.kind}
            kind={kind}
            entries={found.filter((entry) => entry.kind === kind.kind)}
            searched={wanted !== ""}
          />
        ))}
    </div>
  );
}
