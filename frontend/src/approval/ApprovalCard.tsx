/** The one thing people must read: what would happen, exactly, why it asks, and what a yes covers. */
import { useId } from "react";
import { useWrite } from "@/api/hooks";
import type { Approval } from "@/api/types";
import { Icon } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { Wrong } from "@/ui/states";
import { exactly, remaining } from "@/ui/when";
import { AnswerButtons, type GiveAnswer } from "./AnswerButtons";
import { AnsweredLine } from "./AnsweredLine";
import classes from "./ApprovalCard.module.css";
import { Arguments } from "./Arguments";
import { DiffView } from "./DiffView";
import { useHold } from "./useHold";
import { Visible } from "./Visible";
import { whyNotAnswered } from "./words";

function TimeLeft({ until }: { until: string }) {
  const left = remaining(until, useNow(1000));
  return (
    <span className={classes.time} title={`Denied by itself at ${exactly(until)}`}>
      <Icon name="clock" size={14} />
      {left === null ? "time is up" : `${left} left`}
    </span>
  );
}

function What({ approval }: { approval: Approval }) {
  if (approval.diff === "")
    return (
      <>
        <p className={classes.asked}>
          Asked of <code>{approval.tool}</code>
        </p>
        <Arguments values={approval.arguments} />
      </>
    );
  return (
    <>
      <DiffView diff={approval.diff} />
      <details className={classes.exact}>
        <summary>
          Exactly what was asked of <code>{approval.tool}</code>
        </summary>
        <Arguments values={approval.arguments} />
      </details>
    </>
  );
}

function Why({ approval }: { approval: Approval }) {
  const asking = approval.reasons.filter((reason) => reason.verdict === "ask");
  const reasons = asking.length > 0 ? asking : approval.reasons;
  return (
    <dl className={classes.why}>
      {approval.details.map((detail, index) => (
        <div key={index}>
          <dt>
            <Visible text={detail.name} />
          </dt>
          <dd>
            <Visible text={detail.value} />
          </dd>
        </div>
      ))}
      {reasons.length > 0 && (
        <div>
          <dt>Why it asks</dt>
          <dd>
            <Visible text={reasons.map((reason) => reason.text).join(" ")} />
          </dd>
        </div>
      )}
      <div>
        <dt>A yes covers</dt>
        <dd>
          <Visible text={approval.covers} />
        </dd>
      </div>
      {approval.no_always !== null && (
        <div>
          <dt>Longer, always</dt>
          <dd>
            Not offered. <Visible text={approval.no_always} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function PendingCard({ approval }: { approval: Approval }) {
  const title = useId();
  const held = useHold(approval.fingerprint);
  const write = useWrite("answer_approval");
  const onAnswer: GiveAnswer = (allow, remember) =>
    write.mutate({
      path: { approval_id: approval.id },
      body: { allow, remember, fingerprint: approval.fingerprint },
    });
  if (write.data !== undefined) return <AnsweredLine approval={write.data} />;
  const late = whyNotAnswered(write.error);
  if (late !== null) return <AnsweredLine approval={approval} instead={late} />;
  return (
    <div className={classes.card} role="group" aria-labelledby={title} data-approval={approval.id}>
      <header className={classes.head}>
        <h2 id={title} className={classes.sentence}>
          <Visible text={approval.sentence} />
        </h2>
        <TimeLeft until={approval.expires_at} />
      </header>
      <What approval={approval} />
      <Why approval={approval} />
      {write.isError && <Wrong error={write.error} safe="Nothing was done." />}
      <AnswerButtons held={held} busy={write.isPending} longer={approval.no_always === null} onAnswer={onAnswer} />
    </div>
  );
}

export function ApprovalCard({ approval }: { approval: Approval }) {
  return approval.state === "pending" ? (
    <PendingCard key={approval.fingerprint} approval={approval} />
  ) : (
    <AnsweredLine approval={approval} />
  );
}
