/** One record: a line that opens into all that was written down. */
import { useId, useState } from "react";
import { Decision } from "@/approval/Decision";
import { Fields } from "@/approval/Fields";
import { Visible } from "@/approval/Visible";
import type { AuditRecord } from "@/api/types";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { exactly } from "@/ui/when";
import classes from "./Audit.module.css";
import { callOf, gist, kindInWords, originsOf, reasonsOf } from "./words";

interface RecordRowProps {
  record: AuditRecord;
  onRun: (run: string) => void;
}

function Details({ record, onRun }: RecordRowProps) {
  const { data } = record;
  const reasons = reasonsOf(data);
  const call = callOf(data);
  const rest = Object.fromEntries(Object.entries(data).filter(([name]) => name !== "reasons" && name !== "origins"));
  const run = data.run_id;
  const conversation = data.conversation_id;
  return (
    <div className={classes.details}>
      {reasons.length > 0 && (
        <>
          <h2>Why?</h2>
          <Decision
            tool={call?.tool ?? ""}
            values={call?.values ?? {}}
            reasons={reasons}
            origins={originsOf(data)}
            runId={typeof run === "string" ? run : null}
            conversationId={call !== null && typeof conversation === "string" ? conversation : null}
          />
        </>
      )}
      <h2>What was written down</h2>
      <Fields values={rest} />
      <p className={classes.proof}>
        Record {record.seq} · {exactly(record.at)} · <code>{record.hash}</code>
      </p>
      {typeof run === "string" && (
        <button type="button" className={classes.link} onClick={() => onRun(run)}>
          Show everything of this run
        </button>
      )}
    </div>
  );
}

export function RecordRow({ record, onRun }: RecordRowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className={classes.record}>
      <button
        type="button"
        className={classes.row}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? "down" : "right"} size={14} />
        <span className={classes.seq}>{record.seq}</span>
        <span className={classes.when}>
          <Ago at={record.at} />
        </span>
        <span className={classes.kind}>{kindInWords(record.kind)}</span>
        <span className={classes.gist}>
          <Visible text={gist(record)} />
        </span>
        <span className={classes.who}>{record.user_name ?? "paios"}</span>
      </button>
      <div id={id} hidden={!open}>
        {open && <Details record={record} onRun={onRun} />}
      </div>
    </li>
  );
}
