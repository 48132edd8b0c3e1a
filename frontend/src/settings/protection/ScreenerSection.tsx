/** The second model, which says its doubt about what comes in and about what the assistant wants. */
import { useRead, useWrite } from "@/api/hooks";
import { ModelInUse, type ModelWords } from "../ModelInUse";

const WORDS: ModelWords = {
  title: "Second model",
  says: "It only ever adds a doubt; its yes allows nothing.",
  local: "Runs inside paios. Nothing it looks at leaves this machine.",
  same: "The model that answers. Another one is harder to fool with the same words.",
  kept: "The second model is the one it was.",
  from: "looks from now on",
};

export function ScreenerSection({ admin }: { admin: boolean }) {
  const choose = useWrite("choose_screener");
  return (
    <ModelInUse
      words={WORDS}
      admin={admin}
      inUse={useRead("get_screener", {})}
      choose={choose}
      instead={{ label: "The one that answers", use: (told) => choose.mutate({ body: { kind: "same" } }, told) }}
    />
  );
}
