/** Why a call was allowed, asked about or refused: who won, who else spoke, where the values come from, what to do. */
import { Button } from "@mantine/core";
import { Link } from "wouter";
import { usePrepare } from "@/chat/prepare";
import type { Origin } from "@/api/types";
import classes from "./Decision.module.css";
import { WhereFrom } from "./Fields";
import { plainly } from "./plain";
import { sourceWords, type Told, verdictWords, wayOut, wouldWords } from "./reasons";
import { requestFor } from "./request";
import { Visible } from "./Visible";

/** Those who spoke beside the winner. */
export function Others({ reasons }: { reasons: readonly Told[] }) {
  if (reasons.length < 2) return null;
  return (
    <div>
      <p className={classes.head}>Also heard</p>
      <ul className={classes.others}>
        {reasons.slice(1).map((reason, index) => (
          <li key={index}>
            {sourceWords(reason.source)} ({wouldWords(reason.verdict)}): <Visible text={plainly(reason.text)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export interface DecisionProps {
  tool: string;
  values: Readonly<Record<string, unknown>>;
  reasons: readonly Told[];
  origins: readonly Origin[];
  runId: string | null;
  conversationId: string | null;
  /** The origins are told elsewhere. */
  brief?: boolean;
}

function WaysOut({ tool, values, reasons, origins, conversationId }: DecisionProps) {
  const prepare = usePrepare(conversationId);
  const way = wayOut(reasons);
  if (way === "rule")
    return (
      <p>
        If you want it after all, change the rule in the{" "}
        <Link href="/settings/rules" className={classes.link}>
          settings
        </Link>
        .
      </p>
    );
  if (way !== "say" || prepare === null) return null;
  const outside = origins.filter((one) => one.outside).length;
  return (
    <div className={classes.out}>
      <p>
        {reasons[0]?.text.endsWith("say so.") ? "Your own words count." : "If you want it, say so: your own words count."}
        {outside > 0 &&
          ` Look at the values first: ${outside === 1 ? "one of them comes" : `${outside} of them come`} from outside.`}
      </p>
      <Button variant="default" size="xs" onClick={() => prepare(requestFor(tool, values))}>
        Prepare the words
      </Button>
    </div>
  );
}

export function Decision(props: DecisionProps) {
  const { values, reasons, origins, runId, brief = false } = props;
  const winner = reasons[0];
  return (
    <div className={classes.decision}>
      {winner !== undefined && (
        <p>
          <strong className={classes[winner.verdict]}>{verdictWords(winner.verdict)}.</strong>{" "}
          <Visible text={plainly(winner.text)} /> <span className={classes.source}>({sourceWords(winner.source)})</span>
        </p>
      )}
      <Others reasons={reasons} />
      {!brief && origins.length > 0 && (
        <div>
          <p className={classes.head}>Where the values come from</p>
          <WhereFrom values={values} origins={origins} runId={runId} />
        </div>
      )}
      <WaysOut {...props} />
    </div>
  );
}
