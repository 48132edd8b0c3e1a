/** A new rule, or a change of one. */
import { Button, Modal, NativeSelect, NumberInput, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import type { Rule } from "@/api/types";
import { toolWords } from "@/approval/words";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import classes from "../Panel.module.css";
import { ContextFields } from "./ContextFields";
import { PinFields } from "./PinFields";
import { changesOf, constraintsOf, draftOf, EMPTY, newRule, type RuleDraft } from "./ruleDraft";
import { useTools } from "./useTools";

const VERDICTS = [
  { value: "allow", label: "Allow" },
  { value: "ask", label: "Ask me" },
  { value: "deny", label: "Deny" },
] as const;
const OTHER = "";

function ToolField({ draft, onChange }: { draft: RuleDraft; onChange: (draft: RuleDraft) => void }) {
  const tools = useTools();
  const [named, setNamed] = useState(false);
  const put = (tool: string) => onChange({ ...draft, tool });
  return (
    <>
      <NativeSelect
        label="To do what"
        required
        data={[
          ...(named ? [] : [{ value: "choose", label: "Choose …" }]),
          ...tools,
          { value: OTHER, label: "Another tool …" },
        ]}
        value={named ? OTHER : draft.tool === "" ? "choose" : draft.tool}
        onChange={({ currentTarget: { value } }) => {
          setNamed(value === OTHER);
          put(value === "choose" ? "" : value);
        }}
      />
      {named && (
        <TextInput
          label="Name of the tool"
          description="As the activity page shows it, such as mail__send_message."
          required
          maxLength={64}
          pattern="[A-Za-z][A-Za-z0-9_\-]*"
          value={draft.tool}
          onChange={({ currentTarget: { value } }) => put(value)}
        />
      )}
    </>
  );
}

function Form({ rule, onDone }: { rule: Rule | null; onDone: () => void }) {
  const [draft, setDraft] = useState<RuleDraft>(() => (rule === null ? EMPTY : draftOf(rule)));
  const [narrow, setNarrow] = useState(draft.doors.length > 0 || draft.interactive !== null || draft.remote !== null);
  const create = useWrite("create_rule");
  const change = useWrite("change_rule");
  const tell = useToast();
  const read = constraintsOf(draft);
  const failed = create.error ?? change.error;
  const done = {
    onSuccess: () => {
      tell("Saved. It holds from now on.");
      onDone();
    },
  };
  const save = () => {
    if ("wrong" in read) return;
    const body = rule === null ? null : changesOf(rule, draft, read.constraints);
    if (rule === null) create.mutate({ body: newRule(draft, read.constraints) }, done);
    else if (body === null) onDone();
    else change.mutate({ path: { rule_id: rule.id }, body }, done);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <SegmentedControl
        aria-label="What the rule does"
        data={VERDICTS.map((each) => ({ ...each }))}
        value={draft.verdict}
        onChange={(verdict) => setDraft({ ...draft, verdict })}
      />
      {rule === null ? (
        <ToolField draft={draft} onChange={setDraft} />
      ) : (
        <p>
          To {toolWords(rule.tool)} <code className={classes.hint}>{rule.tool}</code>
        </p>
      )}
      <PinFields draft={draft} onChange={setDraft} />
      {draft.pins !== null && "wrong" in read && <p className={classes.bad}>{read.wrong}</p>}
      <div className={classes.pairOfFields}>
        <TextInput
          type="datetime-local"
          label="Until"
          description="Empty: no end."
          value={draft.until}
          onChange={({ currentTarget: { value } }) => setDraft({ ...draft, until: value })}
        />
        <NumberInput
          label="How often"
          description="Empty: as often as it happens."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          value={draft.uses}
          onChange={(value) => setDraft({ ...draft, uses: value === "" ? "" : Number(value) })}
        />
      </div>
      <Switch
        label="Only before anything from outside was read"
        description="Afterwards the assistant may be acting on somebody else’s words."
        checked={draft.untainted}
        onChange={(event) => setDraft({ ...draft, untainted: event.currentTarget.checked })}
      />
      <Switch
        label="Only when asked in a certain way"
        checked={narrow}
        onChange={({ currentTarget: { checked } }) => {
          setNarrow(checked);
          if (!checked) setDraft({ ...draft, doors: [], interactive: null, remote: null });
        }}
      />
      {narrow && <ContextFields draft={draft} onChange={setDraft} />}
      {failed !== null && <Wrong error={failed} safe="The rules are what they were." />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={"wrong" in read || draft.tool.trim() === ""}
          loading={create.isPending || change.isPending}
        >
          {rule === null ? "Add the rule" : "Save"}
        </Button>
      </div>
    </form>
  );
}

interface RuleFormProps {
  /** The rule to change; null for a new one, undefined for neither. */
  rule: Rule | null | undefined;
  onDone: () => void;
}

export function RuleForm({ rule, onDone }: RuleFormProps) {
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={rule !== undefined}
      onClose={onDone}
      title={rule === null ? "New rule" : "Change the rule"}
      size="lg"
      fullScreen={phone}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {rule !== undefined && <Form rule={rule} onDone={onDone} />}
    </Modal>
  );
}
