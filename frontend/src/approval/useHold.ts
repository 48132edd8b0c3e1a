import { useEffect, useState } from "react";

/** How long a new question takes no answer, so that what a person was typing or clicking cannot be one. */
export const HOLD = 800;

/**
 * True for the first 800 ms in which `shown` is to be seen. A question that changes, and a tab that comes
 * back to the front, begin anew.
 */
export function useHold(shown: string): boolean {
  const [seen, setSeen] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const start = () => {
      clearTimeout(timer);
      setSeen(null);
      if (document.visibilityState === "visible") timer = setTimeout(() => setSeen(shown), HOLD);
    };
    start();
    document.addEventListener("visibilitychange", start);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", start);
    };
  }, [shown]);
  return seen !== shown;
}
