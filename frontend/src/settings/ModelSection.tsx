/** The model that answers in the chat. */
import { useRead, useWrite } from "@/api/hooks";
import { ModelInUse, type ModelWords } from "./ModelInUse";

const WORDS: ModelWords = {
  title: "Model",
  says: "What answers in the chat.",
  local: "Runs inside paios. Nothing you write leaves this machine.",
  kept: "The model is the one it was.",
  from: "answers from now on",
};

export function ModelSection({ admin }: { admin: boolean }) {
  return (
    <ModelInUse words={WORDS} admin={admin} inUse={useRead("get_model", {})} choose={useWrite("choose_model")} />
  );
}
