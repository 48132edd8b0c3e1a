/** What the sources of a decision are called, and what became of the call, in plain words. Pure. */
import type { Reason } from "@/api/types";

/** What of a reason is told; records of the audit log keep as much. */
export type Told = Pick<Reason, "source" | "verdict" | "text">;

const SOURCES: Readonly<Record<Reason["source"], string>> = {
  floor: "What no setting lifts",
  own_hand: "Your own hand",
  deny_rule: "A rule of yours that forbids",
  approval: "Your answer",
  grant: "Permissions for a task",
  critical: "Actions that always ask",
  ask_rule: "A rule of yours that asks",
  flow: "What would be carried out",
  allow_rule: "A rule of yours that allows",
  own_read: "Reading what is yours",
  egress_read: "Looking something up outside",
  vouched: "What you said yourself",
  otherwise: "When nothing else covers it",
  validation: "The second model that looks at calls",
};

export const sourceWords = (source: string): string =>
  (SOURCES as Readonly<Record<string, string | undefined>>)[source] ?? source.replaceAll("_", " ");

const VERDICTS: Readonly<Record<Reason["verdict"], string>> = { allow: "Allowed", ask: "Asked", deny: "Refused" };
const WOULD: Readonly<Record<Reason["verdict"], string>> = { allow: "allow", ask: "ask", deny: "refuse" };

export const verdictWords = (verdict: Reason["verdict"]): string => VERDICTS[verdict];
export const wouldWords = (verdict: Reason["verdict"]): string => `would ${WOULD[verdict]}`;

/** What a person can do about a call that was refused. */
export type WayOut = "say" | "rule" | "none";

export function wayOut(reasons: readonly Pick<Reason, "source" | "verdict">[]): WayOut {
  const winner = reasons[0];
  if (winner?.verdict !== "deny") return "none";
  if (winner.source === "deny_rule") return "rule";
  return winner.source === "floor" || winner.source === "grant" ? "none" : "say";
}
