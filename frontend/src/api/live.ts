/**
 * Hears from the server what changed, in one stream for all tabs of the browser.
 *
 * A browser opens six connections to a server over HTTP/1.1; a stream a tab would use them up.
 * So one tab, the one that holds the lock, listens and tells the others.
 */
import { SHAPES } from "./contract.gen";
import { departure } from "./shape";
import type { Change } from "./types";

const NAME = "paios.changes";

type Heard = { kind: "change"; change: Change } | { kind: "gap" } | { kind: "connected"; connected: boolean };

export interface Listener {
  onChange(change: Change): void;
  /** Something may have been missed: read everything again. */
  onGap(): void;
  onConnected(connected: boolean): void;
}

export function parseChange(data: string): Change | null {
  try {
    const value: unknown = JSON.parse(data);
    return departure({ $ref: "Change" }, value, "change", SHAPES) === null ? (value as Change) : null;
  } catch {
    return null;
  }
}

function deliver(heard: Heard, listener: Listener): void {
  if (heard.kind === "change") listener.onChange(heard.change);
  else if (heard.kind === "gap") listener.onGap();
  else listener.onConnected(heard.connected);
}

/** Listens until the signal says otherwise; comes back by itself, each time after a longer wait. */
function listen(url: string, tell: (heard: Heard) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let opened = false;
    let wait = 1000;
    const open = () => {
      source = new EventSource(url);
      source.addEventListener("open", () => {
        tell({ kind: "connected", connected: true });
        if (opened) tell({ kind: "gap" });
        opened = true;
        wait = 1000;
      });
      source.addEventListener("changed", (event: MessageEvent<string>) => {
        const change = parseChange(event.data);
        tell(change === null ? { kind: "gap" } : { kind: "change", change });
      });
      source.addEventListener("error", () => {
        tell({ kind: "connected", connected: false });
        if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
        timer = setTimeout(open, wait);
        wait = Math.min(wait * 2, 30_000);
      });
    };
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
    open();
  });
}

export function hearChanges(url: string, listener: Listener): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", (event: MessageEvent<Heard>) => deliver(event.data, listener));
  const tell = (heard: Heard) => {
    deliver(heard, listener);
    channel.postMessage(heard);
  };
  // Locks exist only where the page came over a secure channel or from this machine.
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks === undefined) void listen(url, tell, stop.signal);
  else
    locks
      .request(NAME, { signal: stop.signal }, () => (stop.signal.aborted ? undefined : listen(url, tell, stop.signal)))
      .catch(() => undefined); // the wait for the lock was given up
  return () => {
    stop.abort();
    channel.close();
  };
}
