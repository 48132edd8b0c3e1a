/** Approvals in the person's words. */
import { ProblemError } from "@/api/problem";
import type { Approval, Remember } from "@/api/types";

const REMEMBERED: Readonly<Record<Remember, string>> = {
  once: "once",
  conversation: "for this conversation",
  hour: "for one hour",
  always: "always",
};

/** How a question ended, as the first words of the line into which its card folds. */
export function outcome(approval: Approval): string {
  switch (approval.state) {
    case "pending":
      return "Waiting";
    case "approved":
      return `You allowed ${REMEMBERED[approval.remember ?? "once"]}`;
    case "denied":
      return approval.remember === null || approval.remember === "once"
        ? "You denied"
        : `You denied ${REMEMBERED[approval.remember]}`;
    case "expired":
      return "Not answered in time, so denied";
    case "withdrawn":
      return "No longer needed";
  }
}

/** `Add to Shopping list?` as what was done or not: without its question mark. */
export const statement = (sentence: string): string => sentence.replace(/\?\s*$/, "");

export function whyNotAnswered(error: unknown): string | null {
  return error instanceof ProblemError && error.status === 409 ? error.message : null;
}
