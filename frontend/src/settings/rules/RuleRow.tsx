/** One rule: its sentence, how long it holds, how often it was used, and what can be done with it. */
import { ActionIcon, Button } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { Link } from "wouter";
import { useWrite } from "@/api/hooks";
import { asProblem } from "@/api/problem";
import type { Rule } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Icon, type IconName } from "@/ui/icons";
import { useToast } from "@/ui/Toasts";
import { useNow } from "@/ui/useNow";
import { exactly, remaining } from "@/ui/when";
import classes from "../Panel.module.css";
import { revived } from "./ruleDraft";
import { uses } from "./ruleWords";

const MARKS: Readonly<Record<Rule["verdict"], { icon: IconName; tone: string }>> = {
  allow: { icon: "check", tone: "good" },
  ask: { icon: "bell", tone: "plain" },
  deny: { icon: "close", tone: "bad" },
};
/** Beyond so many signs a sentence is folded; it is one press away. */
const LONG = 320;

/** The sentence has the end in the server's time; this is how far away it is, and when that is here. */
function Left({ until }: { until: string }) {
  const left = remaining(until, useNow(60_000));
  return left === null ? null : <span title={exactly(until)}>{left} left</span>;
}

function Sentence({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const long = text.length > LONG;
  return (
    <span>
      <Visible text={long && !open ? `${text.slice(0, LONG)} …` : text} />
      {long && (
        <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Fold" : "Show all of it"}
        </Button>
      )}
    </span>
  );
}

function useRevoke(): (rule: Rule) => void {
  const { mutateAsync: revoke } = useWrite("revoke_rule");
  const { mutateAsync: create } = useWrite("create_rule");
  const tell = useToast();
  return (rule) => {
    const body = revived(rule);
    const undo = () =>
      body !== null &&
      void create({ body }).then(
        () => tell("The rule holds again"),
        (error: unknown) => tell(`Not put back: ${asProblem(error).message}`),
      );
    void revoke({ path: { rule_id: rule.id } }).then(
      () => tell("Revoked", body === null ? undefined : undo),
      (error: unknown) => tell(`Not revoked: ${asProblem(error).message}`),
    );
  };
}

export function RuleRow({ rule, onEdit }: { rule: Rule; onEdit: () => void }) {
  const revoke = useRevoke();
  const { icon, tone } = MARKS[rule.verdict];
  return (
    <li className={clsx(classes.row, !rule.alive && classes.over)}>
      <Icon name={icon} size={18} className={classes.mark} data-tone={tone} />
      <div className={classes.main}>
        <Sentence text={rule.text} />
        {!rule.readable && (
          <span className={classes.bad}>What it is bound to cannot be read. Change it, or revoke it and add it anew.</span>
        )}
        <span className={classes.meta}>
          <span>
            {uses(rule)}
            {rule.last_used_at !== null && (
              <>
                , last <Ago at={rule.last_used_at} />
              </>
            )}
          </span>
          <span>
            made <Ago at={rule.created_at} />
          </span>
          {rule.until !== null && rule.alive && <Left until={rule.until} />}
          {rule.conversation_id !== null && <Link href={`/chat/${rule.conversation_id}`}>its conversation</Link>}
          {!rule.alive && <span>over</span>}
        </span>
      </div>
      {rule.alive && (
        <div className={classes.acts}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Change: ${rule.text}`}
            title="Change"
            onClick={onEdit}
          >
            <Icon name="edit" />
          </ActionIcon>
          <Button variant="default" size="xs" aria-label={`Revoke: ${rule.text}`} onClick={() => revoke(rule)}>
            Revoke
          </Button>
        </div>
      )}
    </li>
  );
}
