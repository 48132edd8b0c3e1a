/** Answering several questions on one card: each gets its own answer, and those that fail leave the others. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { refresh, useClient } from "@/api/hooks";
import { ProblemError } from "@/api/problem";
import type { Approval } from "@/api/types";
import { ONCE } from "./lasting";
import { whyNotAnswered } from "./words";

export interface Alike {
  /** The questions on the card, in order; empty where there is no such card. */
  readonly lines: readonly Approval[];
  readonly busy: boolean;
  /** What became of an answer that did not count, by its question. */
  readonly errors: ReadonlyMap<string, ProblemError>;
  /** The question as it stands by now, as far as this page knows. */
  known: (approval: Approval) => Approval;
  /** Why a question takes no answer any more; null where it does or has one. */
  late: (approval: Approval) => string | null;
  answer: (allowed: ReadonlySet<string>) => void;
  /** Look at them one by one instead. */
  part: () => void;
}

const failed = (error: unknown): ProblemError =>
  error instanceof ProblemError ? error : new ProblemError(0, "failed", "It could not be sent", String(error));

/** `batch`: the questions of one run about one tool. */
export function useAlike(batch: readonly Approval[]): Alike {
  const client = useClient();
  const queries = useQueryClient();
  const [answers, setAnswers] = useState<ReadonlyMap<string, Approval>>(new Map());
  const [errors, setErrors] = useState<ReadonlyMap<string, ProblemError>>(new Map());
  const [sent, setSent] = useState<readonly Approval[] | null>(null);
  const [apart, setApart] = useState<string | null>(null);
  useEffect(() => {
    if (apart !== null) document.querySelector<HTMLElement>(`div[data-approval="${CSS.escape(apart)}"]`)?.focus();
  }, [apart]);
  const known = (one: Approval) => (one.state === "pending" ? (answers.get(one.id) ?? one) : one);
  const late = (one: Approval) => (one.state === "pending" ? whyNotAnswered(errors.get(one.id)) : null);
  const open = batch.filter((one) => known(one).state === "pending" && late(one) === null);
  const together = apart === null && (open.length > 1 || open.some((one) => errors.has(one.id)));
  const lines = sent ?? (together ? open : []);

  // One after the other, in the order of the lines: what is not sent yet can still be stopped.
  const answer = async (allowed: ReadonlySet<string>) => {
    setSent(lines);
    setErrors(new Map());
    for (const one of lines) {
      const body = { allow: allowed.has(one.id), ...ONCE, fingerprint: one.fingerprint };
      try {
        const given = await client.call("answer_approval", { path: { approval_id: one.id }, body });
        setAnswers((now) => new Map(now).set(one.id, given));
      } catch (error) {
        setErrors((now) => new Map(now).set(one.id, failed(error)));
      }
    }
    await refresh(queries, ["approvals", "runs"]);
    setSent(null);
  };

  return {
    lines,
    busy: sent !== null,
    errors,
    known,
    late,
    answer: (allowed) => void answer(allowed),
    part: () => setApart(lines[0]?.id ?? ""),
  };
}
