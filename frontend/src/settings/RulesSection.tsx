import { Button } from "@mantine/core";
import { Visible } from "@/approval/Visible";
import { useRead, useWrite } from "@/api/hooks";
import type { Rule } from "@/api/types";
import { Ago } from "@/ui/Ago";
import { Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { uses } from "./ruleWords";
import { Section } from "./Section";
import classes from "./Settings.module.css";

function RuleRow({ rule }: { rule: Rule }) {
  const revoke = useWrite("revoke_rule");
  const tell = useToast();
  return (
    <li className={classes.rule}>
      <span>
        <Visible text={rule.text} />
        <span className={classes.note}>
          {uses(rule)}
          {rule.last_used_at !== null && (
            <>
              , last <Ago at={rule.last_used_at} />
            </>
          )}
        </span>
      </span>
      <Button
        variant="default"
        size="xs"
        aria-label={`Revoke: ${rule.text}`}
        loading={revoke.isPending}
        onClick={() =>
          revoke.mutate(
            { path: { rule_id: rule.id } },
            {
              onSuccess: () => tell("Revoked. It will ask again."),
              onError: (error) => tell(`Not revoked: ${error.message}`),
            },
          )
        }
      >
        Revoke
      </Button>
    </li>
  );
}

export function RulesSection() {
  const rules = useRead("list_rules", { query: { limit: 200 } });
  const items = rules.data?.items ?? [];
  return (
    <Section title="Rules" says="Answers you gave for longer than once.">
      {rules.isPending && <Skeleton lines={2} />}
      {rules.isError && <Wrong error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isSuccess && items.length === 0 && (
        <p className={classes.note}>None. Everything that changes something asks you first.</p>
      )}
      {items.length > 0 && (
        <ul className={classes.rules}>
          {items.map((rule) => (
            <RuleRow key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
    </Section>
  );
}
