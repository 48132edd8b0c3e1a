/** What the assistant is doing, in the person's words. */
import type { Run, Step } from "@/api/types";
import { isFinal } from "./runState";
import { stepWords } from "./stepWords";

const isUnderWay = (step: Step): boolean => step.state === "running" || step.state === "proposed";

/** Null while there is something better to look at: the answer, a question, or the end. */
export function doing(run: Run, text: string): string | null {
  if (isFinal(run) || run.state === "waiting" || text !== "") return null;
  if (run.state === "queued") return "Waiting for its turn";
  const busy = run.steps.filter(isUnderWay);
  const [first] = busy;
  if (first !== undefined && busy.length === 1) return stepWords(first);
  if (busy.length > 1)
    return busy.every((step) => step.tool === "vault_read")
      ? `Reading ${busy.length} notes`
      : `Doing ${busy.length} things`;
  const read = run.steps.filter((step) => step.effect === "read" && step.state === "ok").length;
  if (read === 0) return "Thinking";
  return read === 1 ? "Reading what was found" : `Reading ${read} notes`;
}
