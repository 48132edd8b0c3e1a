/** What this browser remembers for itself. Storage may be switched off; then the defaults hold. */

const SINGLE_KEYS = "paios.single-keys";
const NOTICES = "paios.notices";
const PUSH = "paios.push";
const TRUST_ASKED = "paios.trust-asked";
const DRAFT = "paios.draft.";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}

export const singleKeysAreOn = (): boolean => read(SINGLE_KEYS) !== "off";
export const switchSingleKeys = (on: boolean): void => write(SINGLE_KEYS, on ? null : "off");

export const noticesAreOn = (): boolean => read(NOTICES) === "on";
export const switchNotices = (on: boolean): void => write(NOTICES, on ? "on" : null);

/** Whether this browser is told by push; then no page need tell it too. */
export const pushIsOn = (): boolean => read(PUSH) === "on";
export const switchPush = (on: boolean): void => write(PUSH, on ? "on" : null);

export const draftOf = (conversation: string | undefined): string => read(DRAFT + (conversation ?? "new")) ?? "";

export function keepDraft(conversation: string | undefined, text: string): void {
  write(DRAFT + (conversation ?? "new"), text === "" ? null : text);
}

/** Whether the person was asked in this browser whose words their notes are, and did not want to say. */
export const trustWasPutOff = (): boolean => read(TRUST_ASKED) === "later";
export const putTrustOff = (): void => write(TRUST_ASKED, "later");

/** At signing out nothing that was written stays behind in the browser. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT)) localStorage.removeItem(key);
  } catch {
    // There was nothing to forget.
  }
}
