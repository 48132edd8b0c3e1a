/** Several questions that are alike on one card: a line each, every one of which can be struck before the yes. */
import { Button } from "@mantine/core";
import { useId, useState } from "react";
import type { Approval } from "@/api/types";
import { Icon } from "@/ui/icons";
import classes from "./AlikeCard.module.css";
import { type Essential, essentialsOf, sharedOf, titleOf, yesWords } from "./alike";
import { AnswerButtons } from "./AnswerButtons";
import card from "./ApprovalCard.module.css";
import { TimeLeft, What, Why } from "./CardParts";
import { Chips } from "./Chips";
import type { Alike } from "./useAlike";
import { useHold } from "./useHold";
import { Visible } from "./Visible";
import { statement } from "./words";

function Essentials({ values }: { values: readonly Essential[] }) {
  return (
    <span className={classes.values}>
      {values.map(({ name, text, more }) => (
        <span key={name}>
          <span className={classes.name}>
            <Visible text={name} />
          </span>{" "}
          <span dir="auto">
            <Visible text={text} />
          </span>
          {more > 0 && <span className={classes.name}> … {more.toLocaleString()} more</span>}
        </span>
      ))}
    </span>
  );
}

interface LineProps {
  approval: Approval;
  batch: readonly Approval[];
  number: number;
  struck: boolean;
  busy: boolean;
  wrong: string | null;
  onStrike: () => void;
}

function Line({ approval, batch, number, struck, busy, wrong, onStrike }: LineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const same = batch.length > 1 && batch.every((one) => one.sentence === approval.sentence);
  const outside = approval.origins.filter((one) => one.outside);
  const said = same ? `line ${number}` : `line ${number}: ${statement(approval.sentence)}`;
  const words = (
    <>
      {!same && (
        <strong>
          <Visible text={statement(approval.sentence)} />
        </strong>
      )}
      <Essentials values={essentialsOf(approval, batch)} />
    </>
  );
  return (
    <li
      data-line={approval.id}
      data-struck={struck || undefined}
      data-outside={outside.length > 0 || undefined}
      tabIndex={-1}
    >
      <span className={classes.number} aria-hidden="true">
        {number}
      </span>
      <div className={classes.words}>
        <button
          type="button"
          className={classes.opener}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? "down" : "right"} size={14} />
          {struck ? <del>{words}</del> : <span>{words}</span>}
        </button>
        {outside.length > 0 && <Chips origins={outside} runId={approval.run_id} />}
        {wrong !== null && (
          <p className={classes.wrong} role="alert">
            {wrong} This one is still open.
          </p>
        )}
      </div>
      <Button
        variant="default"
        size="compact-sm"
        disabled={busy}
        aria-pressed={struck}
        aria-label={`${struck ? "Put back" : "Strike"} ${said}`}
        onClick={onStrike}
      >
        {struck ? "Put back" : "Strike"}
      </Button>
      <div id={id} hidden={!open} className={classes.whole}>
        {open && (
          <>
            <What approval={approval} />
            <Why approval={approval} details={[]} covers={approval.covers} />
          </>
        )}
      </div>
    </li>
  );
}

export function AlikeCard({ alike }: { alike: Alike }) {
  const { lines, busy, errors } = alike;
  const title = useId();
  const held = useHold(lines.map((one) => one.fingerprint).join(" "));
  const [struck, setStruck] = useState<ReadonlySet<string>>(new Set());
  const strike = (id: string) =>
    setStruck((now) => (now.has(id) ? new Set([...now].filter((each) => each !== id)) : new Set([...now, id])));
  const left = lines.filter((one) => !struck.has(one.id));
  const soonest = lines.map((one) => one.expires_at).sort()[0];
  const shared = sharedOf(lines);
  const lasting = lines.some((one) => one.no_always === null);
  return (
    <div className={card.card} role="group" aria-labelledby={title} data-approval={lines[0]?.id} tabIndex={-1}>
      <header className={card.head}>
        <h2 id={title} className={card.sentence}>
          <Visible text={titleOf(lines)} />
        </h2>
        {soonest !== undefined && <TimeLeft until={soonest} />}
      </header>
      <p className={card.asked}>
        Each line is a call of <code>{lines[0]?.tool}</code>; open one to see all of it. A struck line is denied.
      </p>
      <ol className={classes.lines} aria-label="What it asks for">
        {lines.map((one, index) => (
          <Line
            key={one.id}
            approval={one}
            batch={lines}
            number={index + 1}
            struck={struck.has(one.id)}
            busy={busy}
            wrong={errors.get(one.id)?.message ?? null}
            onStrike={() => strike(one.id)}
          />
        ))}
      </ol>
      {shared.length > 0 && (
        <p className={classes.shared}>
          In each line: <Essentials values={shared} />
        </p>
      )}
      <p className={card.kept}>
        A yes covers each line that is left, once.
        {lasting && " A yes for longer is given to one call at a time."}
      </p>
      <AnswerButtons
        held={held}
        busy={busy}
        longer={false}
        yes={yesWords(lines.length, lines.length - left.length)}
        no={lines.length > 1 ? "Deny all" : "Deny"}
        empty={left.length === 0}
        onAnswer={(allow) => alike.answer(new Set(allow ? left.map((one) => one.id) : []))}
      >
        <Button variant="subtle" color="gray" disabled={busy} onClick={alike.part}>
          One by one
        </Button>
      </AnswerButtons>
    </div>
  );
}
