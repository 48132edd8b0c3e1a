// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Approval } from "@/api/types";
import { allowNotices, noticeState, notify } from "./notices";

const shown: { title: string; tag: string | undefined; click: () => void }[] = [];
let permission: NotificationPermission;
let refuses: boolean;
let held: { name: string }[];

class Browser extends EventTarget {
  static get permission() {
    return permission;
  }
  static requestPermission() {
    permission = "granted";
    return Promise.resolve(permission);
  }
  constructor(title: string, { tag }: { tag?: string }) {
    super();
    if (refuses) throw new TypeError("Illegal constructor");
    shown.push({ title, tag, click: () => void this.dispatchEvent(new Event("click")) });
  }
  close() {
    return undefined;
  }
}

const question = { id: "q", sentence: "Add to In\u202Evoice?" } as Approval;
const look = (state: DocumentVisibilityState) => vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);

beforeEach(() => {
  shown.length = 0;
  permission = "default";
  refuses = false;
  held = [];
  localStorage.clear();
  vi.stubGlobal("Notification", Browser);
  vi.stubGlobal("isSecureContext", true);
  Object.defineProperty(navigator, "locks", { value: { query: () => Promise.resolve({ held }) }, configurable: true });
  look("hidden");
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("a browser is asked only by the button, and can be switched off again", async () => {
  expect(noticeState()).toBe("unasked");
  expect(await allowNotices()).toBe("on");
  localStorage.clear();
  expect(noticeState()).toBe("off");
  permission = "denied";
  expect(noticeState()).toBe("blocked");
  vi.stubGlobal("isSecureContext", false);
  expect(noticeState()).toBe("missing");
});

test("who looks elsewhere hears the sentence, with nothing hidden in it, and a click leads there", async () => {
  await allowNotices();
  const onOpen = vi.fn();
  await notify([question], onOpen);
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatchObject({ title: "paios asks: Add to In⟨U+202E⟩voice?", tag: "q" });
  shown[0]?.click();
  expect(onOpen).toHaveBeenCalledOnce();
});

test("questions that share a card are told together, in the place of the first", async () => {
  await allowNotices();
  const first = { ...question, tool: "vault_write" };
  await notify([first, { ...first, id: "another" }], vi.fn());
  expect(shown[0]).toMatchObject({ title: "paios asks: Write 2 notes?", tag: "q" });
});

test("who looks at paios, in this tab or another, is not told", async () => {
  await allowNotices();
  look("visible");
  await notify([question], vi.fn());
  look("hidden");
  held = [{ name: "paios.seen" }];
  await notify([question], vi.fn());
  expect(shown).toEqual([]);
});

test("a browser that refuses costs nothing", async () => {
  await allowNotices();
  refuses = true;
  await expect(notify([question], vi.fn())).resolves.toBeUndefined();
});
