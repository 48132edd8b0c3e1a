/** Approvals in the person's words. */
import { ProblemError } from "@/api/problem";
import type { Approval, Remember } from "@/api/types";

/** The tool by which the assistant asks once for all that a task needs. */
export const GRANTING = "request_permissions";

const REMEMBERED: Readonly<Record<Remember, string>> = {
  once: "once",
  conversation: "for this conversation",
  hour: "for one hour",
  until: "until a time you set",
  uses: "a number of times",
  always: "always",
};

/** How a question ended, as the first words of the line into which its card folds. */
export function outcome(approval: Approval): string {
  switch (approval.state) {
    case "pending":
      return "Waiting";
    case "approved":
      if (approval.tool === GRANTING) return approval.edited ? "You allowed some of it" : "You allowed it";
      return `You allowed ${REMEMBERED[approval.remember ?? "once"]}${approval.edited ? ", with your changes" : ""}`;
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

/** Why an answer came too late; null where the question still stands. */
export function whyNotAnswered(error: unknown): string | null {
  return error instanceof ProblemError && error.status === 409 && error.code !== "paused" ? error.message : null;
}

/** `first_line` as `first line`. */
export const argumentWords = (name: string): string => name.replaceAll("_", " ");

const TOOLS: Readonly<Record<string, string>> = {
  vault_search: "search my notes",
  vault_read: "read a note",
  vault_list: "list my notes",
  vault_write: "write a note",
  vault_move: "move a note",
  vault_delete: "delete a note",
  vault_restore: "put a note back",
  [GRANTING]: "allow several actions at once",
};

/** What a tool does, as far as its name says: `mail__send_message` as `mail: send message`. */
export const toolWords = (tool: string): string =>
  TOOLS[tool] ?? tool.replace("__", ": ").replaceAll("_", " ").trim();
