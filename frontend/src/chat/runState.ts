/** A run as its events tell it: pure, so that every order of events can be tried. */
import { SHAPES } from "@/api/contract.gen";
import { departure } from "@/api/shape";
import type { Run } from "@/api/types";

export interface RunView {
  readonly run: Run;
  /** The answer as far as it is written; empty once the run carries its answer. */
  readonly text: string;
}

export type RunEvent = { kind: "run"; run: Run } | { kind: "text"; text: string } | { kind: "snapshot"; text: string };

const FINAL: ReadonlySet<Run["state"]> = new Set(["done", "failed", "stopped"]);

export const isFinal = (run: Run): boolean => FINAL.has(run.state);

/** An event of the stream, or null for what the contract does not know. */
export function parseRunEvent(kind: string, data: string): RunEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (kind === "run")
    return departure({ $ref: "Run" }, value, "run", SHAPES) === null ? { kind, run: value as Run } : null;
  if (kind !== "text" && kind !== "snapshot") return null;
  const { text } = (value ?? {}) as { text?: unknown };
  return typeof text === "string" ? { kind, text } : null;
}

export function advance(view: RunView, event: RunEvent): RunView {
  if (event.kind === "text") return isFinal(view.run) ? view : { ...view, text: view.text + event.text };
  if (event.kind === "snapshot") return isFinal(view.run) ? view : { ...view, text: event.text };
  const { run } = event;
  if (run.id !== view.run.id || run.seq < view.run.seq) return view;
  // Once something happened, the text so far was not the answer, or the run carries it; a snapshot tells the rest.
  return { run, text: run.seq > view.run.seq ? "" : view.text };
}

/** Takes what was read anew where it is further than what was heard. */
export function catchUp(view: RunView, read: Run): RunView {
  return read.id === view.run.id ? advance(view, { kind: "run", run: read }) : { run: read, text: "" };
}
