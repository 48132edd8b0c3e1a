/** What every card is made of: how long it waits, what exactly is asked, and why. */
import type { Approval } from "@/api/types";
import { Icon } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { exactly, remaining } from "@/ui/when";
import classes from "./ApprovalCard.module.css";
import { Others } from "./Decision";
import { DiffView } from "./DiffView";
import { Fields, WhereFrom } from "./Fields";
import { plainly } from "./plain";
import { Visible } from "./Visible";

export function TimeLeft({ until }: { until: string }) {
  const left = remaining(until, useNow(1000));
  return (
    <span className={classes.time} title={`Denied by itself at ${exactly(until)}`}>
      <Icon name="clock" size={14} />
      {left === null ? "time is up" : `${left} left`}
    </span>
  );
}

export function What({ approval }: { approval: Approval }) {
  const { tool, arguments: values, origins, run_id: runId, diff } = approval;
  if (diff === "")
    return (
      <>
        <p className={classes.asked}>
          Exactly what is asked of <code>{tool}</code>
        </p>
        <Fields values={values} origins={origins} runId={runId} />
      </>
    );
  return (
    <>
      <DiffView diff={diff} />
      <WhereFrom values={values} origins={origins} runId={runId} />
      <details className={classes.exact}>
        <summary>
          Exactly what was asked of <code>{tool}</code>
        </summary>
        <Fields values={values} />
      </details>
    </>
  );
}

interface WhyProps {
  approval: Approval;
  details: Approval["details"];
  covers: string;
}

export function Why({ approval, details, covers }: WhyProps) {
  const winner = approval.reasons[0];
  return (
    <dl className={classes.why}>
      {details.map((detail, index) => (
        <div key={index}>
          <dt>
            <Visible text={detail.name} />
          </dt>
          <dd>
            <Visible text={detail.value} />
          </dd>
        </div>
      ))}
      {winner !== undefined && (
        <div>
          <dt>Why it asks</dt>
          <dd>
            <Visible text={plainly(winner.text)} />
            {approval.reasons.length > 1 && (
              <details className={classes.exact}>
                <summary>Who else spoke</summary>
                <Others reasons={approval.reasons} />
              </details>
            )}
          </dd>
        </div>
      )}
      <div>
        <dt>A yes covers</dt>
        <dd>
          <Visible text={covers} />
        </dd>
      </div>
      {approval.no_always !== null && (
        <div>
          <dt>Longer, always</dt>
          <dd>
            Not offered{approval.no_always === winner?.text ? ", for the same reason." : ". "}
            {approval.no_always !== winner?.text && <Visible text={plainly(approval.no_always)} />}
          </dd>
        </div>
      )}
    </dl>
  );
}
