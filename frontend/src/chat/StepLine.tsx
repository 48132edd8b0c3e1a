/** One tool call as one line; it opens into what was asked of the tool, why it was allowed, and what came back. */
import { useId, useState } from "react";
import { Decision } from "@/approval/Decision";
import { Fields } from "@/approval/Fields";
import { Visible } from "@/approval/Visible";
import { useRead } from "@/api/hooks";
import type { Run, Step } from "@/api/types";
import { Icon, type IconName } from "@/ui/icons";
import { Skeleton, Wrong } from "@/ui/states";
import classes from "./StepLine.module.css";
import { stepWords } from "./stepWords";

const LOOK: Readonly<Record<Step["state"], { icon: IconName; said: string }>> = {
  proposed: { icon: "clock", said: "" },
  waiting: { icon: "clock", said: "waits for your answer" },
  running: { icon: "clock", said: "" },
  ok: { icon: "check", said: "" },
  error: { icon: "wrong", said: "failed" },
  refused: { icon: "close", said: "not done · why?" },
  interrupted: { icon: "wrong", said: "interrupted" },
};

const FINISHED: ReadonlySet<Step["state"]> = new Set(["ok", "error"]);

function Result({ runId, step }: { runId: string; step: Step }) {
  const result = useRead("get_step", { path: { run_id: runId, step_id: step.id } });
  if (result.isPending) return <Skeleton lines={2} label="Loading what came back" />;
  if (result.isError) return <Wrong error={result.error} onRetry={() => void result.refetch()} />;
  const { text, external } = result.data;
  return (
    <>
      <h3>
        What came back
        {external && <span className={classes.outside}> · from outside</span>}
      </h3>
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} dir="auto" className={external ? classes.external : undefined}>
        <Visible text={text} />
      </pre>
    </>
  );
}

function Inside({ run, step }: { run: Run; step: Step }) {
  const { tool, arguments: values, reasons, origins } = step;
  return (
    <div className={classes.inside}>
      <h3>Why?</h3>
      <Decision {...{ tool, values, reasons, origins }} runId={run.id} conversationId={run.conversation_id} brief />
      <h3>
        Asked of <code>{tool}</code>
      </h3>
      <Fields values={values} origins={origins} runId={run.id} />
      {FINISHED.has(step.state) && <Result runId={run.id} step={step} />}
    </div>
  );
}

export function StepLine({ run, step }: { run: Run; step: Step }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { icon, said: told } = LOOK[step.state];
  const agreed = step.state === "waiting" && step.approval?.state === "approved";
  const said = agreed ? "waits for its turn" : told;
  return (
    <div className={classes.step} data-state={step.state}>
      <button
        type="button"
        className={classes.line}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} size={15} className={classes.icon} />
        <span className={classes.summary}>
          <Visible text={stepWords(step)} />
        </span>
        <span className={classes.said}>{said}</span>
        <Icon name={open ? "down" : "right"} size={14} />
      </button>
      <div id={id} hidden={!open}>
        {open && <Inside run={run} step={step} />}
      </div>
    </div>
  );
}
