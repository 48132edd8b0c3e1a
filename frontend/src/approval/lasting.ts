/** For how long an answer may hold. Pure. */
import type { Answer } from "@/api/types";
import { contractTime } from "@/ui/when";

export type Lasting = Pick<Answer, "remember" | "until" | "uses">;

export const ONCE: Lasting = { remember: "once" };

const USES = 5;

/** The same time of the next day: of the clock on the wall, however many hours that is. */
function tomorrow(now: Date): string {
  const then = new Date(now);
  then.setDate(then.getDate() + 1);
  return contractTime(then);
}

/** What a yes may cover beyond this once, the shortest first. */
export const LASTINGS: readonly { label: string; lasting: (now: Date) => Lasting }[] = [
  { label: "Allow in this conversation", lasting: () => ({ remember: "conversation" }) },
  { label: "Allow for one hour", lasting: () => ({ remember: "hour" }) },
  { label: "Allow until tomorrow, this time", lasting: (now) => ({ remember: "until", until: tomorrow(now) }) },
  { label: `Allow the next ${USES} times`, lasting: () => ({ remember: "uses", uses: USES }) },
  { label: "Always allow", lasting: () => ({ remember: "always" }) },
];
