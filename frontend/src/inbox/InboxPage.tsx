/** The questions that wait for an answer, and below them those that had one. */
import { Button } from "@mantine/core";
import { clsx } from "clsx";
import { useEffect } from "react";
import { Link, useSearch } from "wouter";
import { useTitle } from "@/app/useTitle";
import { batchesOf, batchOf } from "@/approval/alike";
import { AlikeCard } from "@/approval/AlikeCard";
import { AnsweredLine } from "@/approval/AnsweredLine";
import { ApprovalCard } from "@/approval/ApprovalCard";
import { useAlike } from "@/approval/useAlike";
import { useRead } from "@/api/hooks";
import type { Approval } from "@/api/types";
import { Ago } from "@/ui/Ago";
import { PageHead } from "@/ui/PageHead";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import { cardIn } from "./address";
import classes from "./Inbox.module.css";
import { Notices } from "./Notices";

/** The questions of one answer: one card, or one each. */
function Asked({ batch }: { batch: readonly Approval[] }) {
  const alike = useAlike(batch);
  const together = new Set(alike.lines.map((one) => one.id));
  return (
    <>
      {alike.lines.length > 0 && <AlikeCard alike={alike} />}
      {batch.map((one) => {
        if (together.has(one.id)) return null;
        const late = alike.late(one);
        if (late !== null) return <AnsweredLine key={one.id} approval={one} instead={late} />;
        return <ApprovalCard key={one.id} approval={alike.known(one)} />;
      })}
    </>
  );
}

function Waiting({ items }: { items: readonly Approval[] }) {
  return (
    <ul className={classes.cards} aria-label="Waiting for your answer">
      {batchesOf(items).map((batch) => {
        const [first] = batch;
        if (first === undefined) return null;
        return (
          <li key={batchOf(first)}>
            <p className={classes.from}>
              Asked <Ago at={first.created_at} /> in{" "}
              <Link href={`/chat/${first.conversation_id}`}>this conversation</Link>
            </p>
            <Asked batch={batch} />
          </li>
        );
      })}
    </ul>
  );
}

function Answered({ items }: { items: readonly Approval[] }) {
  if (items.length === 0) return null;
  return (
    <section className={classes.answered} aria-label="Answered lately">
      <h2>Answered lately</h2>
      <ul>
        {items.map((approval) => (
          <li key={approval.id}>
            <Link href={`/chat/${approval.conversation_id}`} className={clsx(classes.past)}>
              <AnsweredLine approval={approval} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The question that the address names has the focus, once it is there. */
function useFocusedCard(items: readonly Approval[]): void {
  const card = cardIn(useSearch());
  const there = items.some((each) => each.id === card);
  useEffect(() => {
    if (!there || card === null) return;
    const id = CSS.escape(card);
    const element = document.querySelector<HTMLElement>(`div[data-approval="${id}"], li[data-line="${id}"]`);
    element?.scrollIntoView({ block: "start" });
    element?.focus({ preventScroll: true });
  }, [card, there]);
}

export default function InboxPage() {
  const pending = useRead("list_approvals", { query: { state: "pending", limit: 50 } });
  const all = useRead("list_approvals", { query: { limit: 50 } });
  const waiting = pending.data?.items ?? [];
  const more = (pending.data?.total ?? 0) - waiting.length;
  useFocusedCard(waiting);
  useTitle(waiting.length > 0 ? `(${waiting.length}) Inbox` : "Inbox");
  return (
    <div className={classes.column}>
      <PageHead title="Inbox" />
      <div className={classes.scroll}>
        <div className={classes.page}>
          <Notices />
          {pending.isPending && <Skeleton lines={6} label="Loading questions" />}
          {pending.isError && <Wrong error={pending.error} onRetry={() => void pending.refetch()} />}
          {pending.isSuccess && waiting.length === 0 && (
            <Empty icon="inbox" title="Nothing waits for you">
              <p>Before something is changed, the question comes here, and stays until you answer or its time is up.</p>
              <Button component={Link} href="/chat" variant="default">
                Ask for something
              </Button>
            </Empty>
          )}
          <Waiting items={waiting} />
          {more > 0 && <p className={classes.from}>{more} more wait behind these.</p>}
          {all.isError && !pending.isError && <Wrong error={all.error} onRetry={() => void all.refetch()} />}
          <Answered items={(all.data?.items ?? []).filter((each) => each.state !== "pending")} />
        </div>
      </div>
    </div>
  );
}
