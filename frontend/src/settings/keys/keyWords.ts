/** What a key may do, in the person's words, and in the order in which a form asks. */
import type { KeyPermission } from "@/api/types";

interface Words {
  readonly says: string;
  /** What a person had better know before they give it. */
  readonly mind?: string;
  readonly admin?: true;
}

const WORDS: Readonly<Record<KeyPermission, Words>> = {
  "conversations:read": { says: "Read your conversations" },
  "conversations:write": { says: "Begin, rename and delete conversations" },
  "runs:read": { says: "Follow what the assistant does" },
  "runs:write": {
    says: "Ask the assistant for something, and stop it",
    mind: "What would ask you is refused: with a key, nobody is there.",
  },
  "approvals:read": { says: "See what the assistant asks you" },
  "approvals:answer": {
    says: "Answer what the assistant asks you",
    mind: "Whoever has the key says yes in your name, once for each question.",
  },
  "notes:read": { says: "Read your notes" },
  "notes:write": { says: "Change your notes", mind: "Only where one of your rules allows it." },
  "rules:read": { says: "See your rules and lists" },
  "audit:read": { says: "Read the record of what happened" },
  "audit:verify": { says: "Check the record for changes", admin: true },
  "usage:read": { says: "See what was used, and the limits" },
  "settings:read": { says: "See the settings" },
  "settings:write": {
    says: "Change the settings of this installation",
    mind: "Limits, models and protection too. Few programs need it.",
    admin: true,
  },
  "tools:read": { says: "See the tool servers", admin: true },
  "pause:read": { says: "See whether everything is paused" },
  "pause:write": { says: "Pause everything" },
};

interface Group {
  readonly title: string;
  readonly scopes: readonly string[];
}

const GROUPS: readonly Group[] = [
  { title: "Conversations", scopes: ["conversations", "runs"] },
  { title: "Questions", scopes: ["approvals"] },
  { title: "Notes", scopes: ["notes"] },
  { title: "Rules and settings", scopes: ["rules", "settings", "tools"] },
  { title: "Watching over it", scopes: ["pause", "usage", "audit"] },
];

export interface Choice extends Words {
  readonly permission: KeyPermission;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly Choice[];
}

const scopeOf = (permission: string) => permission.split(":")[0] ?? "";

/** What this person can give: nobody gives what they lack. */
export function choicesFor(admin: boolean): readonly ChoiceGroup[] {
  const all = (Object.keys(WORDS) as KeyPermission[]).map((permission) => ({ permission, ...WORDS[permission] }));
  return GROUPS.map(({ title, scopes }) => ({
    title,
    choices: all.filter((each) => scopes.includes(scopeOf(each.permission)) && (admin || each.admin !== true)),
  }));
}

/** `Read your notes, pause everything`. */
export function sentenceOf(permissions: readonly KeyPermission[]): string {
  if (permissions.length === 0) return "Nothing";
  return permissions
    .map((permission) => WORDS[permission].says)
    .map((says, index) => (index === 0 ? says : says.charAt(0).toLowerCase() + says.slice(1)))
    .join(", ");
}

export const LIFETIMES: readonly { readonly value: string; readonly label: string }[] = [
  { value: "7", label: "A week" },
  { value: "30", label: "A month" },
  { value: "90", label: "Three months" },
  { value: "365", label: "A year" },
];
