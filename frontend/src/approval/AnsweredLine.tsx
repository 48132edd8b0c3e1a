import { type ReactNode, useId, useState } from "react";
import type { Approval } from "@/api/types";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import classes from "./ApprovalCard.module.css";
import { Visible } from "./Visible";
import { outcome, statement } from "./words";

const PROVED: Readonly<Record<NonNullable<Approval["confirmed_by"]>, string>> = {
  password: "the password",
  passkey: "a passkey",
  totp: "a code of the app",
  recovery: "a recovery code",
};

interface AnsweredLineProps {
  approval: Approval;
  /** What to say where the answer came too late. */
  instead?: string;
  /** What the line opens into. */
  why?: ReactNode;
}

/** What a card folds into: who, what, when. */
export function AnsweredLine({ approval, instead, why }: AnsweredLineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const allowed = instead === undefined && approval.state === "approved";
  const { answered_at: at, answered_by: device } = approval;
  return (
    <>
      <p className={classes.line} data-approval={approval.id}>
        <Icon name={allowed ? "check" : instead === undefined ? "close" : "wrong"} size={15} />
        <span>
          <strong>{instead ?? outcome(approval)}</strong> · <Visible text={statement(approval.sentence)} />
          {at !== null && (
            <>
              {" · "}
              <Ago at={at} />
            </>
          )}
          {device !== null && (
            <>
              {" · from "}
              <Visible text={device} />
            </>
          )}
          {approval.confirmed_by !== null && ` · proved by ${PROVED[approval.confirmed_by]}`}
          {why !== undefined && (
            <>
              {" · "}
              <button
                type="button"
                className={classes.whyButton}
                aria-expanded={open}
                aria-controls={id}
                onClick={() => setOpen(!open)}
              >
                Why?
              </button>
            </>
          )}
        </span>
      </p>
      {why !== undefined && (
        <div id={id} hidden={!open} className={classes.opened}>
          {open && why}
        </div>
      )}
    </>
  );
}
