/** A model that is in use, and how another is chosen in its place: what all sections about a model have in common. */
import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useRead } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { ModelChoice, Screener } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { choiceOf, LookAgain, ModelChooser, NO_MODEL } from "./ModelChooser";
import { Section } from "./Section";
import classes from "./Settings.module.css";

interface OnChosen {
  readonly onSuccess: (model: { display: string }) => void;
}

interface Choosing {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: unknown;
  readonly mutate: (input: { body: ModelChoice }, told: OnChosen) => void;
}

export interface ModelWords {
  readonly title: string;
  readonly says: string;
  /** Said of a model that runs inside paios, and of one that is also another's. */
  readonly local: string;
  readonly same?: string;
  /** What stands where choosing failed, and what was done where it did not. */
  readonly kept: string;
  readonly from: string;
}

interface ModelInUseProps {
  words: ModelWords;
  admin: boolean;
  inUse: UseQueryResult<Pick<Screener, "kind" | "display" | "url" | "has_key">, ProblemError>;
  choose: Choosing;
  /** What can be chosen beside a model of its own. */
  instead?: { readonly label: string; readonly use: (told: OnChosen) => void };
}

function Change({ words, choose, instead, onDone }: Omit<ModelInUseProps, "inUse" | "admin"> & { onDone: () => void }) {
  const found = useRead("find_models", {});
  const [draft, setDraft] = useState(NO_MODEL);
  const tell = useToast();
  if (found.isPending) return <Skeleton lines={3} label="Looking for models on this machine" />;
  if (found.isError) return <Wrong error={found.error} onRetry={() => void found.refetch()} />;
  const choice = choiceOf(draft, found.data.items);
  const told: OnChosen = {
    onSuccess: ({ display }) => {
      tell(`${display} ${words.from}`);
      onDone();
    },
  };
  return (
    <>
      <ModelChooser options={found.data.items} draft={draft} onChange={setDraft} />
      {choose.isError && <Wrong error={choose.error} safe={words.kept} />}
      <div className={classes.buttons}>
        <LookAgain onClick={() => void found.refetch()} busy={found.isFetching} />
        <span className={classes.grow} />
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        {instead !== undefined && (
          <Button variant="default" onClick={() => instead.use(told)}>
            {instead.label}
          </Button>
        )}
        <Button
          disabled={choice === null}
          loading={choose.isPending}
          onClick={() => choice !== null && choose.mutate({ body: choice }, told)}
        >
          Use this one
        </Button>
      </div>
    </>
  );
}

export function ModelInUse({ words, admin, inUse, ...choosing }: ModelInUseProps) {
  const [changing, setChanging] = useState(false);
  const { data } = inUse;
  return (
    <Section title={words.title} says={words.says}>
      {inUse.isPending && <Skeleton lines={1} />}
      {inUse.isError && <Wrong error={inUse.error} onRetry={() => void inUse.refetch()} />}
      {data !== undefined && !changing && (
        <div className={classes.pair}>
          <span>
            <strong>{data.display}</strong>
            <span className={classes.note}>
              {data.kind === "same"
                ? words.same
                : data.kind === "embedded"
                  ? words.local
                  : `${data.url ?? ""}${data.has_key ? " · with a key" : ""}`}
            </span>
          </span>
          {admin && (
            <Button variant="default" onClick={() => setChanging(true)}>
              Change
            </Button>
          )}
        </div>
      )}
      {changing && <Change words={words} {...choosing} onDone={() => setChanging(false)} />}
    </Section>
  );
}
