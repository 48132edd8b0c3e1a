import { ActionIcon, Button } from "@mantine/core";
import { clsx } from "clsx";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import type { Conversation } from "@/api/types";
import { Icon } from "@/ui/icons";
import lists from "@/ui/lists.module.css";
import { SearchField } from "@/ui/SearchField";
import { Skeleton, Wrong } from "@/ui/states";
import { useNow } from "@/ui/useNow";
import { ConversationRow } from "./ConversationRow";
import { byAge } from "./groups";

const PAGE = 60;
const MOST = 200;

function Groups({ items, current }: { items: readonly Conversation[]; current: string | undefined }) {
  const now = useNow(60_000);
  return byAge(items, now).map(({ label, members }) => (
    <section key={label} aria-label={label}>
      <h2 className={lists.group}>{label}</h2>
      <ul>
        {members.map((each) => (
          <ConversationRow key={each.id} conversation={each} current={each.id === current} />
        ))}
      </ul>
    </section>
  ));
}

export function ConversationList({ current }: { current: string | undefined }) {
  const [text, setText] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const [wanted] = useDebouncedValue(text.trim(), 200);
  const list = useRead("list_conversations", { query: { text: wanted, limit } }, { keep: true });
  const items = list.data?.items ?? [];
  return (
    <>
      <div className={lists.top}>
        <SearchField className={clsx(lists.search)} label="Search conversations" value={text} onChange={setText} />
        <ActionIcon
          component={Link}
          href="/chat"
          variant="default"
          size={36}
          aria-label="New conversation"
          title="New conversation (c)"
        >
          <Icon name="plus" />
        </ActionIcon>
      </div>
      <div className={lists.scroll}>
        {list.isPending && <Skeleton lines={8} label="Loading conversations" />}
        {list.isError && <Wrong error={list.error} onRetry={() => void list.refetch()} />}
        <Groups items={items} current={current} />
        {list.isSuccess && items.length === 0 && (
          <p className={lists.nothing}>
            {wanted === "" ? "Your conversations will be listed here." : `No conversation has “${wanted}” in it.`}
          </p>
        )}
        {(list.data?.total ?? 0) > items.length && (
          <Button
            variant="subtle"
            fullWidth
            disabled={limit >= MOST}
            onClick={() => setLimit(Math.min(MOST, limit + PAGE))}
          >
            {limit >= MOST ? "Search to find older ones" : "Show more"}
          </Button>
        )}
      </div>
    </>
  );
}
