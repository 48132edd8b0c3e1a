/** Credentials in the person's words: what locks them, what each is for, and what it costs to remove one. */
import type { Credential, CredentialLock } from "@/api/types";

interface LockWords {
  readonly title: string;
  readonly says: string;
  /** What would be better, where something would. */
  readonly better?: string;
}

const LOCKS: Readonly<Record<CredentialLock["source"], LockWords>> = {
  password: {
    title: "Locked with your master password",
    says: "It is stored nowhere and given at each start. Whoever takes the files has to guess it. If you lose it, the credentials are lost.",
  },
  keyring: {
    title: "Locked with a key in this system's keyring",
    says: "As safe as your login to this machine. If that entry is lost, so are the credentials.",
  },
  "key-file": {
    title: "Locked with a key file",
    says: "Whoever can read the file can open the credentials. If it is lost, so are they.",
    better: "To lock them with a master password instead, stop paios and run",
  },
};

const BESIDE = "The key lies in the data folder too, so a copy of the folder, such as a backup, can be opened.";
const APART = "The key is not in the data folder: a copy of the folder alone cannot be opened.";

export const REKEY = "paios credentials rekey";

/** How safe what is stored is; for a store that is empty, what its first credential will be locked with. */
export function lockWords(lock: CredentialLock | null): LockWords {
  if (lock === null)
    return {
      title: "Nothing is locked yet",
      says: "What locks the first credential locks them all: the master password that paios was started with; without one this system's keyring; where there is none, a key file in the data folder.",
    };
  const words = LOCKS[lock.source];
  return { ...words, says: `${words.says} ${lock.beside_data ? BESIDE : APART}` };
}

const KINDS: Readonly<Record<Credential["kind"], string>> = {
  secret: "for tools that sign in somewhere",
  model: "for a model",
  "tool-server": "for a tool server",
  alert: "for alarms",
};

export const kindWords = (kind: Credential["kind"]) => KINDS[kind];

const COSTS: Readonly<Record<Exclude<Credential["kind"], "tool-server">, string>> = {
  secret: "Whatever signs in with it cannot any more, until you add it again.",
  model: "The model is asked without a key from now on. If it wants one, it does not answer until you put in another.",
  alert: "Alarms no longer go to your phone. They are still shown here and on the activity page.",
};

/** What is lost with it. The credential of a tool server goes with its server. */
export function costOf({ kind }: Credential): string {
  return kind === "tool-server" ? "It is removed with its server." : COSTS[kind];
}

const SERVER = "tool-server-";

/** The page of the tool server whose credential this is; null for any other. */
export const serverPage = ({ name, kind }: Credential) =>
  kind === "tool-server" ? `/settings/tools/${encodeURIComponent(name.slice(SERVER.length))}` : null;

/** Why this cannot be a new credential's name; null when it can. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (name === "") return null;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    return "Up to 64 letters, digits, dots, hyphens and underscores; first a letter or digit.";
  if (name.startsWith(SERVER)) return "The secrets of a tool server are put in where the server is.";
  if (taken.includes(name)) return "There is one of this name already. To replace its secret, rotate it.";
  return null;
}
