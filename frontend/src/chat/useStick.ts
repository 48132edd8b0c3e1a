import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const NEAR = 48;
const EDGE = 12;

/**
 * Where "at the end" is. A question that is taller than the view begins at its top: its sentence must be read,
 * and its buttons are reached by reading on.
 */
function endOf(box: HTMLElement): number {
  const bottom = box.scrollHeight - box.clientHeight;
  const question = [...box.querySelectorAll<HTMLElement>("[data-approval]")].at(-1);
  if (question === undefined || question.offsetHeight + EDGE <= box.clientHeight) return bottom;
  const top = question.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - EDGE;
  return Math.min(top, bottom);
}

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
    if (box !== null) box.scrollTop = endOf(box);
  }, []);

  useEffect(() => {
    const box = scroller.current;
    const inside = content.current;
    if (box === null || inside === null) return undefined;
    const onScroll = () => {
      stuck.current = box.scrollTop > endOf(box) - NEAR;
      setAway(!stuck.current);
    };
    const watch = new ResizeObserver(() => {
      if (stuck.current) box.scrollTop = endOf(box);
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
