/** What was used and what is left, by day and month, and of the answers under way; admins set the limits here. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import type { BudgetLine, Usage, UsageLimits } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import { Section } from "./Section";
import settings from "./Settings.module.css";
import classes from "./Usage.module.css";
import { UsageBars } from "./UsageBars";
import { UsageLimitsForm } from "./UsageLimitsForm";

/** So many answers under way are told in full; more are folded, below the day and the month. */
const FEW = 2;

function of(lines: readonly BudgetLine[], scope: BudgetLine["scope"]): BudgetLine[] {
  return lines.filter((line) => line.scope === scope);
}

/** When there is more, in the person's own time: days and months are those of UTC. */
function again(lines: readonly BudgetLine[]): string {
  const at = lines.find(({ scope, free_at }) => scope === "day" && free_at !== null)?.free_at;
  const when = at == null ? "" : new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(Date.parse(at));
  return `At a limit an answer stops before its next step and says so; nothing is lost. A new day begins at ${when} here, midnight UTC.`;
}

function Runs({ runs, currency }: Pick<Usage, "runs" | "currency">) {
  return runs.map((run, index) => (
    <div key={run.run_id} className={classes.group}>
      <UsageBars
        title={runs.length === 1 ? "The answer under way" : `Answer under way, ${index + 1} of ${runs.length}`}
        lines={run.budgets}
        currency={currency}
        none="Nothing so far."
      />
      <Link href={`/chat/${run.conversation_id}`} className={classes.again}>
        Open its conversation
      </Link>
    </div>
  ));
}

function Used({ usage }: { usage: Usage }) {
  const { budgets, currency, runs, people } = usage;
  return (
    <>
      <UsageBars title="Today" lines={of(budgets, "day")} currency={currency} none="Nothing so far." />
      <UsageBars title="This month" lines={of(budgets, "month")} currency={currency} none="Nothing so far." />
      {runs.length > FEW ? (
        <details className={classes.folded}>
          <summary>{runs.length} answers under way</summary>
          <Runs runs={runs} currency={currency} />
        </details>
      ) : (
        <Runs runs={runs} currency={currency} />
      )}
      {people.length > 1 &&
        people.map((person) => (
          <UsageBars
            key={person.user_id}
            title={`${person.name}, this month`}
            lines={of(person.budgets, "month")}
            currency={currency}
            none="Nothing so far."
          />
        ))}
      <p className={settings.note}>{again(budgets)}</p>
    </>
  );
}

/** Begins with what the server has now, never with what it had; what changes later does not undo what is typed. */
function Editing({ usage, onDone }: { usage: Usage; onDone: () => void }) {
  const limits = useRead("get_limits", {});
  const [begun, setBegun] = useState<UsageLimits | null>(null);
  if (begun === null && limits.data !== undefined && !limits.isFetching) setBegun(limits.data);
  if (begun !== null) return <UsageLimitsForm limits={begun} people={usage.people} onDone={onDone} />;
  if (limits.isError) return <Wrong error={limits.error} onRetry={() => void limits.refetch()} />;
  return <Skeleton lines={4} />;
}

export function UsageSection({ admin }: { admin: boolean }) {
  const usage = useRead("get_usage", {});
  const [editing, setEditing] = useState(false);
  return (
    <Section title="Usage" says="What was used, what is left, and when there is more.">
      {usage.isPending && <Skeleton lines={4} />}
      {usage.isError && <Wrong error={usage.error} onRetry={() => void usage.refetch()} />}
      {usage.data !== undefined && !editing && <Used usage={usage.data} />}
      {usage.data !== undefined && editing && <Editing usage={usage.data} onDone={() => setEditing(false)} />}
      {admin && usage.data !== undefined && !editing && (
        <div className={settings.buttons}>
          <Button variant="default" onClick={() => setEditing(true)}>
            Change what may be used
          </Button>
        </div>
      )}
    </Section>
  );
}
