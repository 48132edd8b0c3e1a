// @vitest-environment jsdom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HOLD, useHold } from "./useHold";

let host: HTMLElement;
let root: ReturnType<typeof createRoot>;

function Probe({ shown }: { shown: string }) {
  return <>{useHold(shown) ? "held" : "free"}</>;
}

function show(shown: string): void {
  act(() => root.render(<Probe shown={shown} />));
}

function wait(milliseconds: number): void {
  act(() => void vi.advanceTimersByTime(milliseconds));
}

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
  host = document.createElement("div");
  root = createRoot(host);
});

afterEach(() => {
  act(() => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a new question takes no answer for 800 ms", () => {
  show("a");
  wait(HOLD - 1);
  expect(host.textContent).toBe("held");
  wait(1);
  expect(host.textContent).toBe("free");
});

test("a question that changes is new again, at once", () => {
  show("a");
  wait(HOLD);
  show("b");
  expect(host.textContent).toBe("held");
  wait(HOLD);
  expect(host.textContent).toBe("free");
});

test("coming back to the tab begins anew", () => {
  show("a");
  wait(HOLD);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(host.textContent).toBe("held");
});
