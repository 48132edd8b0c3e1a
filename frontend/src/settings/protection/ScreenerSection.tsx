/** The second model, which says its doubt about what comes in and about what the assistant wants. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { choiceOf, LookAgain, ModelChooser, NO_MODEL } from "../ModelChooser";
import { Section } from "../Section";
import classes from "../Settings.module.css";

function Change({ onDone }: { onDone: () => void }) {
  const found = useRead("find_models", {});
  const [draft, setDraft] = useState(NO_MODEL);
  const choose = useWrite("choose_screener");
  const tell = useToast();
  if (found.isPending) return <Skeleton lines={3} label="Looking for models on this machine" />;
  if (found.isError) return <Wrong error={found.error} onRetry={() => void found.refetch()} />;
  const choice = choiceOf(draft, found.data.items);
  const use = (body: Parameters<typeof choose.mutate>[0]["body"]) =>
    choose.mutate(
      { body },
      {
        onSuccess: (model) => {
          tell(`${model.display} looks from now on`);
          onDone();
        },
      },
    );
  return (
    <>
      <ModelChooser options={found.data.items} draft={draft} onChange={setDraft} />
      {choose.isError && <Wrong error={choose.error} safe="The second model is the one it was." />}
      <div className={classes.buttons}>
        <LookAgain onClick={() => void found.refetch()} busy={found.isFetching} />
        <span className={classes.grow} />
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button variant="default" onClick={() => use({ kind: "same" })}>
          The one that answers
        </Button>
        <Button disabled={choice === null} loading={choose.isPending} onClick={() => choice !== null && use(choice)}>
          Use this one
        </Button>
      </div>
    </>
  );
}

export function ScreenerSection({ admin }: { admin: boolean }) {
  const screener = useRead("get_screener", {});
  const [changing, setChanging] = useState(false);
  return (
    <Section title="Second model" says="It only ever adds a doubt; its yes allows nothing.">
      {screener.isPending && <Skeleton lines={1} />}
      {screener.isError && <Wrong error={screener.error} onRetry={() => void screener.refetch()} />}
      {screener.data !== undefined && !changing && (
        <div className={classes.pair}>
          <span>
            <strong>{screener.data.display}</strong>
            <span className={classes.note}>
              {screener.data.kind === "same"
                ? "The model that answers. Another one is harder to fool with the same words."
                : screener.data.kind === "embedded"
                  ? "Runs inside paios. Nothing it looks at leaves this machine."
                  : `${screener.data.url ?? ""}${screener.data.has_key ? " · with a key" : ""}`}
            </span>
          </span>
          {admin && (
            <Button variant="default" onClick={() => setChanging(true)}>
              Change
            </Button>
          )}
        </div>
      )}
      {changing && <Change onDone={() => setChanging(false)} />}
    </Section>
  );
}
