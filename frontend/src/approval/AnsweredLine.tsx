import type { Approval } from "@/api/types";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import classes from "./ApprovalCard.module.css";
import { Visible } from "./Visible";
import { outcome, statement } from "./words";

interface AnsweredLineProps {
  approval: Approval;
  /** What to say where the answer came too late. */
  instead?: string;
}

/** What a card folds into: who, what, when. */
export function AnsweredLine({ approval, instead }: AnsweredLineProps) {
  const allowed = instead === undefined && approval.state === "approved";
  return (
    <p className={classes.line} data-approval={approval.id}>
      <Icon name={allowed ? "check" : instead === undefined ? "close" : "wrong"} size={15} />
      <span>
        <strong>{instead ?? outcome(approval)}</strong> · <Visible text={statement(approval.sentence)} />
        {approval.answered_at !== null && (
          <>
            {" · "}
            <Ago at={approval.answered_at} />
          </>
        )}
      </span>
    </p>
  );
}
