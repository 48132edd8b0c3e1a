/** The one thing people must read: what would happen, exactly, where it comes from, why it asks, what a yes covers. */
import { Button } from "@mantine/core";
import { useId, useRef, useState } from "react";
import { useWrite } from "@/api/hooks";
import type { Approval } from "@/api/types";
import { useProof } from "@/proof/ProofProvider";
import { Wrong } from "@/ui/states";
import { AnswerButtons, type GiveAnswer } from "./AnswerButtons";
import { AnsweredLine } from "./AnsweredLine";
import classes from "./ApprovalCard.module.css";
import { TimeLeft, What, Why } from "./CardParts";
import { Decision } from "./Decision";
import { refusedField } from "./draft";
import { EditForm } from "./EditForm";
import { Fields } from "./Fields";
import { actionsOf, linesOf } from "./grant";
import { GrantLines } from "./GrantLines";
import { type Editing, useEditing } from "./useEditing";
import { useHold } from "./useHold";
import type { Told } from "./reasons";
import { Visible } from "./Visible";
import { argumentWords, GRANTING, whyNotAnswered } from "./words";

function useStruck() {
  const [struck, setStruck] = useState<ReadonlySet<number>>(new Set());
  const strike = (line: number) =>
    setStruck((now) => (now.has(line) ? new Set([...now].filter((each) => each !== line)) : new Set([...now, line])));
  return { struck, strike };
}

function yesWords(lines: number, struck: number, editing: Editing): string {
  if (lines > 0) {
    if (struck === 0) return lines === 1 ? "Allow this" : `Allow all ${lines}`;
    return struck === lines ? "Nothing is left" : `Allow ${lines - struck} of ${lines}`;
  }
  return editing.open && editing.changed.size > 0 ? "Allow with your changes" : "Allow once";
}

function EditNotes({ editing }: { editing: Editing }) {
  if (editing.changed.size === 0) return null;
  return (
    <p className={classes.kept}>
      {!editing.open && "Your changes are kept. A yes from here is for what the card shows, without them. "}
      <Button variant="default" size="compact-xs" onClick={editing.startOver}>
        Drop the changes
      </Button>
    </p>
  );
}

function PendingCard({ approval }: { approval: Approval }) {
  const title = useId();
  const held = useHold(approval.fingerprint);
  const write = useWrite("answer_approval");
  // What a proof was refused for is said where it is given.
  const proven = useWrite("answer_approval");
  const editing = useEditing(approval);
  const { struck, strike } = useStruck();
  const editButton = useRef<HTMLButtonElement>(null);
  const grants = approval.tool === GRANTING;
  const lines = grants ? linesOf(approval) : [];
  const left = () => ({ ...approval.arguments, actions: actionsOf(approval).filter((_, line) => !struck.has(line)) });
  const changes = grants ? (struck.size > 0 ? left() : undefined) : editing.open ? editing.values : undefined;
  const prove = useProof();
  const proved = approval.confirmation === "step_up";
  const onAnswer: GiveAnswer = (allow, lasting) => {
    const edited = allow && changes !== undefined && changes !== null ? { arguments: changes } : {};
    const path = { approval_id: approval.id };
    const body = { allow, ...lasting, fingerprint: approval.fingerprint, ...edited };
    if (!allow || !proved) {
      write.mutate({ path, body });
      return;
    }
    void prove({
      title: approval.sentence,
      says: "A click is not enough for this. Show that it is you; it counts for this one alone.",
      does: "Allow once",
      approvalId: approval.id,
      send: (proof) => proven.mutateAsync({ path, body: "password" in proof ? body : { ...body, step_up: proof } }),
    });
  };
  const leave = () => {
    editing.leave();
    editButton.current?.focus();
  };
  const answered = write.data ?? proven.data;
  if (answered !== undefined) return <Answered approval={answered} />;
  const late = whyNotAnswered(write.error ?? proven.error);
  if (late !== null) return <AnsweredLine approval={approval} instead={late} />;
  const names = editing.fields.map((field) => field.name);
  const refused = editing.open && write.error !== null ? refusedField(write.error.message, names) : null;
  return (
    <div className={classes.card} role="group" aria-labelledby={title} data-approval={approval.id} tabIndex={-1}>
      <header className={classes.head}>
        <h2 id={title} className={classes.sentence}>
          <Visible text={approval.sentence} />
        </h2>
        <TimeLeft until={approval.expires_at} />
      </header>
      {grants && lines.length > 0 ? (
        <GrantLines lines={lines} struck={struck} onStrike={strike} />
      ) : editing.open ? (
        <EditForm
          fields={editing.fields}
          changed={editing.changed}
          origins={approval.origins}
          runId={approval.run_id}
          wrong={refused}
          onChange={editing.change}
          onLeave={leave}
        />
      ) : (
        <What approval={approval} />
      )}
      <EditNotes editing={editing} />
      <Why
        approval={approval}
        details={lines.length > 0 ? [] : approval.details}
        covers={editing.open && editing.changed.size > 0 ? "The call with your changes, once." : approval.covers}
      />
      {write.isError && (
        <Wrong
          error={write.error}
          title={refused === null ? write.error.title : `Not accepted: look at “${argumentWords(refused.name)}”`}
          brief={refused !== null}
          safe="Nothing was done, and the question is still open. Your changes are kept."
        />
      )}
      <AnswerButtons
        held={held}
        busy={write.isPending}
        longer={approval.no_always === null && !editing.open && !grants}
        yes={proved ? "Allow, and prove it…" : yesWords(lines.length, struck.size, editing)}
        empty={(lines.length > 0 && struck.size === lines.length) || (editing.open && editing.values === null)}
        onAnswer={onAnswer}
      >
        {!grants && !proved && (
          <Button ref={editButton} variant="subtle" color="gray" onClick={editing.open ? leave : editing.begin}>
            {editing.open ? "Leave editing" : "Edit"}
          </Button>
        )}
      </AnswerButtons>
    </div>
  );
}

/** The folded card, which opens into why it was asked. */
export function Answered({ approval }: { approval: Approval }) {
  const { tool, arguments: values, origins, run_id: runId, conversation_id: conversationId } = approval;
  return (
    <AnsweredLine
      approval={approval}
      why={
        <>
          <Decision {...{ tool, values, origins, runId, conversationId }} reasons={ended(approval)} brief />
          <p className={classes.asked}>
            Asked of <code>{tool}</code>
          </p>
          <Fields values={values} origins={origins} runId={runId} />
        </>
      }
    />
  );
}

const ENDS: Readonly<Partial<Record<Approval["state"], string>>> = {
  denied: "You said no.",
  expired: "Nobody answered in time.",
};

/** Once a question is over without a yes, that is what won; why it was asked is told below it. */
function ended({ state, reasons }: Approval): readonly Told[] {
  const text = ENDS[state];
  return text === undefined ? reasons : [{ source: "approval", verdict: "deny", text }, ...reasons];
}

export function ApprovalCard({ approval }: { approval: Approval }) {
  return approval.state === "pending" ? (
    <PendingCard key={approval.fingerprint} approval={approval} />
  ) : (
    <Answered approval={approval} />
  );
}
