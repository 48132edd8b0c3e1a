import { Switch } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { keyOf, useRead, useWrite } from "@/api/hooks";
import type { Caution } from "@/api/types";
import { CautionChoice } from "@/setup/CautionChoice";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { Section } from "./Section";
import classes from "./Settings.module.css";

function Choice({ caution }: { caution: Caution }) {
  const choose = useWrite("choose_caution");
  const queries = useQueryClient();
  const tell = useToast();
  // What was chosen is shown at once; where it could not be kept, what holds is shown again.
  const shown = choose.isPending ? choose.variables.body : caution;
  const change = (body: Caution) =>
    choose.mutate(
      { body },
      {
        onSuccess: (kept) => {
          queries.setQueryData(keyOf("get_caution", {}), kept);
          tell("Saved");
        },
      },
    );
  return (
    <>
      <CautionChoice mode={shown.mode} onChange={(mode) => change({ ...caution, mode })} />
      <Switch
        className={clsx(classes.switch)}
        label="Strict"
        description="Once something from outside was read, refuse what I did not plainly say instead of asking. A tired click can then allow nothing."
        checked={shown.strict}
        onChange={(event) => change({ ...caution, strict: event.currentTarget.checked })}
      />
      {choose.isError && <Wrong error={choose.error} safe="What held before still holds." />}
    </>
  );
}

export function CautionSection() {
  const caution = useRead("get_caution", {});
  return (
    <Section title="Caution" says="How often it asks you before it does something. It holds for you alone.">
      {caution.isPending && <Skeleton lines={4} />}
      {caution.isError && <Wrong error={caution.error} onRetry={() => void caution.refetch()} />}
      {caution.data !== undefined && <Choice caution={caution.data} />}
    </Section>
  );
}
