/** One turn: the person's words, the calls, the questions, the answer, and how it ended. */
import { ActionIcon, Button, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { batchesOf } from "@/approval/alike";
import { AlikeCard } from "@/approval/AlikeCard";
import { AnsweredLine } from "@/approval/AnsweredLine";
import { ApprovalCard } from "@/approval/ApprovalCard";
import { useAlike } from "@/approval/useAlike";
import { ProblemError } from "@/api/problem";
import type { Message, Run, Step } from "@/api/types";
import type { Links } from "@/markdown/elements";
import { CopyButton } from "@/ui/CopyButton";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import { useNow } from "@/ui/useNow";
import { elapsed } from "@/ui/when";
import { Answer, AnswerBeingWritten } from "./Answer";
import classes from "./Chat.module.css";
import { doing } from "./doing";
import { PersonMessage } from "./PersonMessage";
import { isFinal } from "./runState";
import { StepLine } from "./StepLine";
import type { Turn } from "./turns";
import { useRun } from "./useRun";

export type Say = (text: string, replaces?: string) => void;

function Doing({ run, what }: { run: Run; what: string }) {
  const now = useNow(1000);
  const seconds = (now - Date.parse(run.created_at)) / 1000;
  return (
    <p className={classes.doing}>
      <span className={classes.dot} aria-hidden="true" />
      {what}…{seconds >= 4 && <span aria-hidden="true"> {elapsed(run.created_at, now)}</span>}
      {seconds >= 20 && <span> · {run.model} takes its time; it is still at work</span>}
    </p>
  );
}

function OneStep({ run, step, late }: { run: Run; step: Step; late: string | null }) {
  const { approval } = step;
  if (approval !== null && late !== null) return <AnsweredLine approval={approval} instead={late} />;
  return (
    <>
      {approval !== null && <ApprovalCard approval={approval} />}
      {(approval === null || approval.state === "approved") && <StepLine run={run} step={step} />}
    </>
  );
}

/** The calls in their order; those that are asked about together have one card, in the place of the first. */
function Steps({ run }: { run: Run }) {
  const open = run.steps.flatMap(({ approval }) => (approval?.state === "pending" ? [approval] : []));
  const alike = useAlike(batchesOf(open)[0] ?? []);
  const together = new Set(alike.lines.map((one) => one.id));
  const first = run.steps.find(({ approval }) => approval !== null && together.has(approval.id));
  return run.steps.flatMap((step) => {
    if (step === first) return [<AlikeCard key="together" alike={alike} />];
    const approval = step.approval === null ? null : alike.known(step.approval);
    if (approval !== null && together.has(approval.id)) return [];
    return [
      <div key={step.id}>
        <OneStep run={run} step={{ ...step, approval }} late={approval === null ? null : alike.late(approval)} />
      </div>,
    ];
  });
}

function Ending({ run, onAgain }: { run: Run; onAgain: () => void }) {
  if (run.state === "stopped")
    return (
      <p className={classes.stopped}>
        Stopped.{" "}
        <Button variant="subtle" size="compact-sm" onClick={onAgain}>
          Answer again
        </Button>
      </p>
    );
  if (run.state !== "failed") return null;
  const code = run.error?.code ?? "failed";
  const error = new ProblemError(0, code, "No answer came of this", run.error?.message ?? "The reason is not known.");
  return (
    <Wrong error={error} safe="What was done before that is listed above; nothing else was done." onRetry={onAgain} />
  );
}

function AnswerActions({ answer, onAgain }: { answer: Message; onAgain: () => void }) {
  return (
    <div className={classes.actions}>
      <CopyButton text={answer.text} label="Copy the answer" />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label="Answer again"
        title="Answer again"
        onClick={onAgain}
      >
        <Icon name="retry" size={15} />
      </ActionIcon>
    </div>
  );
}

interface RunViewProps {
  read: Run;
  answer: Message | null;
  links: Links;
  last: boolean;
  onAgain: () => void;
}

function RunPart({ read, answer: known, links, last, onAgain }: RunViewProps) {
  const { run, text } = useRun(read);
  const answer = known ?? run.answer;
  const what = doing(run, text);
  return (
    <>
      {run.steps.length > 0 && (
        <div className={classes.steps}>
          <Steps run={run} />
        </div>
      )}
      {what !== null && <Doing run={run} what={what} />}
      {answer !== null ? (
        <Answer message={answer} links={links} />
      ) : (
        text !== "" && <AnswerBeingWritten text={text} links={links} />
      )}
      <Ending run={run} onAgain={onAgain} />
      {answer !== null && isFinal(run) && last && <AnswerActions answer={answer} onAgain={onAgain} />}
    </>
  );
}

interface TurnViewProps {
  turn: Turn;
  links: Links;
  last: boolean;
  busy: boolean;
  onSay: Say;
}

export function TurnView({ turn, links, last, busy, onSay }: TurnViewProps) {
  const { message, run, answer } = turn;
  const [editing, setEditing] = useState(false);
  if (message.author === "assistant")
    return (
      <article className={classes.turn}>
        <Answer message={message} links={links} />
      </article>
    );
  return (
    <article className={classes.turn} aria-label="You asked, and what came of it">
      <VisuallyHidden component="h2">You asked</VisuallyHidden>
      <PersonMessage
        message={message}
        editing={editing}
        canEdit={!busy}
        onEdit={setEditing}
        onSend={(text) => {
          setEditing(false);
          onSay(text, message.id);
        }}
      />
      {run !== null && !editing && (
        <div className={classes.reply}>
          <RunPart
            read={run}
            answer={answer}
            links={links}
            last={last}
            onAgain={() => onSay(message.text, message.id)}
          />
        </div>
      )}
    </article>
  );
}
