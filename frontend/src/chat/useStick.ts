import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const NEAR = 48;

interface Stick {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly away: boolean;
  readonly toEnd: () => void;
}

/** Keeps the end in sight while it grows, but only for somebody who is at the end: nobody is moved while reading. */
export function useStick(): Stick {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    stuck.current = true;
    const box = scroller.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
  }, []);

  useEffect(() => {
    const box = scroller.current;
    const inside = content.current;
    if (box === null || inside === null) return undefined;
    const onScroll = () => {
      stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      setAway(!stuck.current);
    };
    const watch = new ResizeObserver(() => {
      if (stuck.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(inside);
    watch.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      watch.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, []);

  return { scroller, content, away, toEnd };
}
