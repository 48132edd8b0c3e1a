import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { batchesOf } from "@/approval/alike";
import { useRead } from "@/api/hooks";
import { addressOfCard } from "@/inbox/address";
import { beSeen, notify } from "./notices";

/** Tells of questions that come while paios cannot be seen. Those that were there at the beginning are no news. */
export function useNotices(): void {
  const items = useRead("list_approvals", { query: { state: "pending", limit: 50 } }).data?.items;
  const known = useRef<ReadonlySet<string> | null>(null);
  const [, go] = useLocation();
  useEffect(() => {
    if (items === undefined) return;
    const before = known.current;
    known.current = new Set(items.map((each) => each.id));
    if (before === null) return;
    for (const [first, ...others] of batchesOf(items)) {
      if (first === undefined || [first, ...others].every((each) => before.has(each.id))) continue;
      void notify([first, ...others], () => {
        window.focus();
        go(addressOfCard(first.id));
      });
    }
  }, [items, go]);
  useEffect(() => {
    let seen = new AbortController();
    const follow = () => {
      seen.abort();
      seen = new AbortController();
      if (document.visibilityState === "visible") beSeen(seen.signal);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      seen.abort();
      document.removeEventListener("visibilitychange", follow);
    };
  }, []);
}
