/**
 * Tells a person who is looking elsewhere that paios asks: by the browser itself, with nobody in between.
 *
 * Owns whether this browser may and should do so. Permission is asked for only by `allowNotices`, which a
 * button calls. Says the sentence of its card and nothing else of it.
 */
import { titleOf } from "@/approval/alike";
import { visibleText } from "@/approval/visible";
import type { Approval } from "@/api/types";
import { noticesAreOn, pushIsOn, switchNotices } from "@/settings/preferences";

/** `off`: allowed, but switched off here. `blocked`: the browser says no. `missing`: it knows no notifications. */
export type NoticeState = "on" | "off" | "unasked" | "blocked" | "missing";

const SEEN = "paios.seen";

export function noticeState(): NoticeState {
  if (!("Notification" in globalThis) || !isSecureContext) return "missing";
  if (Notification.permission === "denied") return "blocked";
  if (Notification.permission === "default") return "unasked";
  return noticesAreOn() ? "on" : "off";
}

/** Asks the browser, which asks the person. */
export async function allowNotices(): Promise<NoticeState> {
  switchNotices(true);
  await Notification.requestPermission();
  return noticeState();
}

/** Says, for as long as the signal lets it, that this tab can be seen. */
export function beSeen(signal: AbortSignal): void {
  const { locks } = navigator as { locks?: LockManager };
  const until = () => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  locks?.request(SEEN, { mode: "shared", signal }, until).catch(() => undefined); // given up while it waited
}

/** Whether any tab of paios can be seen: who looks at paios needs no notification. */
async function isSeen(): Promise<boolean> {
  if (document.visibilityState === "visible") return true;
  const { locks } = navigator as { locks?: LockManager };
  const held = (await locks?.query())?.held ?? [];
  return held.some((lock) => lock.name === SEEN);
}

/**
 * Tells of the questions of one card, once for all tabs: one that joins them takes the place of what was said.
 * `onOpen` is called when the person clicks.
 */
export async function notify(batch: readonly [Approval, ...Approval[]], onOpen: () => void): Promise<void> {
  if (pushIsOn() || noticeState() !== "on" || (await isSeen())) return;
  try {
    const notice = new Notification(`paios asks: ${visibleText(titleOf(batch))}`, { tag: batch[0].id });
    notice.addEventListener("click", () => {
      notice.close();
      onOpen();
    });
  } catch {
    // Browsers of phones know the name, and refuse to be used without a service worker.
  }
}
