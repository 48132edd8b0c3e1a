import { Button } from "@mantine/core";
import { useState } from "react";
import { useRead, useWrite } from "@/api/hooks";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { choiceOf, LookAgain, ModelChooser, NO_MODEL } from "./ModelChooser";
import { Section } from "./Section";
import classes from "./Settings.module.css";

function Change({ onDone }: { onDone: () => void }) {
  const found = useRead("find_models", {});
  const [draft, setDraft] = useState(NO_MODEL);
  const choose = useWrite("choose_model");
  const tell = useToast();
  if (found.isPending) return <Skeleton lines={3} label="Looking for models on this machine" />;
  if (found.isError) return <Wrong error={found.error} onRetry={() => void found.refetch()} />;
  const choice = choiceOf(draft, found.data.items);
  return (
    <>
      <ModelChooser options={found.data.items} draft={draft} onChange={setDraft} />
      {choose.isError && <Wrong error={choose.error} safe="The model is the one it was." />}
      <div className={classes.buttons}>
        <LookAgain onClick={() => void found.refetch()} busy={found.isFetching} />
        <span className={classes.grow} />
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          disabled={choice === null}
          loading={choose.isPending}
          onClick={() =>
            choice !== null &&
            choose.mutate(
              { body: choice },
              {
                onSuccess: (model) => {
                  tell(`${model.display} answers from now on`);
                  onDone();
                },
              },
            )
          }
        >
          Use this one
        </Button>
      </div>
    </>
  );
}

export function ModelSection({ admin }: { admin: boolean }) {
  const model = useRead("get_model", {});
  const [changing, setChanging] = useState(false);
  return (
    <Section title="Model" says="What answers in the chat.">
      {model.isPending && <Skeleton lines={1} />}
      {model.isError && <Wrong error={model.error} onRetry={() => void model.refetch()} />}
      {model.data !== undefined && !changing && (
        <div className={classes.pair}>
          <span>
            <strong>{model.data.display}</strong>
            <span className={classes.note}>
              {model.data.kind === "embedded"
                ? "Runs inside paios. Nothing you write leaves this machine."
                : `${model.data.url ?? ""}${model.data.has_key ? " · with a key" : ""}`}
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
