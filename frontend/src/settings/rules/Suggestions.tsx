/** Rules that the person's own answers suggest. They count for nothing until they are accepted. */
import { Button } from "@mantine/core";
import { useRead, useWrite } from "@/api/hooks";
import { asProblem } from "@/api/problem";
import type { Suggestion } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Icon } from "@/ui/icons";
import { useToast } from "@/ui/Toasts";
import classes from "../Panel.module.css";
import { sameSuggestion, timesSaid } from "./ruleWords";

function Card({ one }: { one: Suggestion }) {
  const create = useWrite("create_rule");
  const dismiss = useWrite("dismiss_suggestion");
  const tell = useToast();
  const accept = () =>
    create.mutate(
      { body: { verdict: "allow", tool: one.tool, constraints: one.constraints } },
      {
        onSuccess: () => tell("Allowed from now on"),
        onError: (error) => tell(`Not added: ${asProblem(error).message}`),
      },
    );
  const put = () =>
    dismiss.mutate(
      { body: { tool: one.tool, constraints: one.constraints } },
      { onError: (error) => tell(`Not put aside: ${asProblem(error).message}`) },
    );
  return (
    <li className={classes.row}>
      <Icon name="clock" size={18} className={classes.mark} />
      <div className={classes.main}>
        <strong>You said yes to this {timesSaid(one.times)}. Always allow it?</strong>
        <Visible text={one.text} />
      </div>
      <div className={classes.acts}>
        <Button variant="default" size="xs" aria-label={`Keep asking: ${one.text}`} loading={dismiss.isPending} onClick={put}>
          Keep asking
        </Button>
        <Button size="xs" aria-label={`Always allow: ${one.text}`} loading={create.isPending} onClick={accept}>
          Always allow
        </Button>
      </div>
    </li>
  );
}

export function Suggestions() {
  const found = useRead("suggest_rules", {}).data?.items ?? [];
  if (found.length === 0) return null;
  return (
    <ul className={classes.rows} aria-label="Suggestions">
      {found.map((one) => (
        <Card key={sameSuggestion(one)} one={one} />
      ))}
    </ul>
  );
}
