/** Questions that belong together, as one card shows them. Pure. */
import type { Approval } from "@/api/types";
import { originsOf } from "./origins";
import { argumentWords, GRANTING, statement } from "./words";

/** What questions that belong together share. */
export const batchOf = ({ id, run_id: run, tool, confirmation }: Approval): string =>
  // What wants proof wants it for each yes, so it stands by itself.
  tool === GRANTING || confirmation === "step_up" ? id : `${run} ${tool}`;

/** The open questions of one run about one tool belong together: they are calls of one answer, in their order. */
export function batchesOf(items: readonly Approval[]): Approval[][] {
  const batches = new Map<string, Approval[]>();
  for (const one of items) batches.set(batchOf(one), [...(batches.get(batchOf(one)) ?? []), one]);
  return [...batches.values()].map((batch) =>
    batch.sort((one, other) => one.created_at.localeCompare(other.created_at)),
  );
}

const NOTES: Readonly<Record<string, string>> = {
  vault_write: "Write",
  vault_move: "Move",
  vault_delete: "Delete",
  vault_read: "Read",
};

/** Nouns of which several can be named without a mistake. */
const SEVERAL: Readonly<Record<string, string>> = {
  comment: "comments",
  contact: "contacts",
  document: "documents",
  email: "emails",
  entry: "entries",
  event: "events",
  file: "files",
  folder: "folders",
  invitation: "invitations",
  mail: "mails",
  message: "messages",
  note: "notes",
  page: "pages",
  payment: "payments",
  reminder: "reminders",
  task: "tasks",
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `Send 3 messages with mail?`, or, of a tool whose name is no verb and noun, its own question so many times. */
export function titleOf(batch: readonly Approval[]): string {
  const [first] = batch;
  if (first === undefined) return "";
  const many = batch.length;
  if (many === 1) return first.sentence;
  const known = NOTES[first.tool];
  if (known !== undefined) return `${known} ${many} notes?`;
  const [name = "", server] = first.tool.split("__", 2).reverse();
  const words = name.toLowerCase().split(/[_-]/);
  const several = SEVERAL[words.at(-1) ?? ""];
  if (words.length > 1 && several !== undefined) {
    const [verb = "", ...between] = words.slice(0, -1);
    const what = [capital(verb), String(many), ...between, several].join(" ");
    return server === undefined ? `${what}?` : `${what} with ${server}?`;
  }
  const alike = batch.every((one) => one.sentence === first.sentence);
  return alike ? `${statement(first.sentence)} ${many} times?` : `Do ${many} things with ${argumentWords(first.tool)}?`;
}

/** Roles that say whom or what a call reaches. */
const REACHES: ReadonlySet<string> = new Set(["recipient", "url", "path", "account", "amount", "id", "time"]);

export interface Essential {
  readonly name: string;
  readonly text: string;
  /** How many characters are not on the line: it has to be opened for them. */
  readonly more: number;
}

/** Longest value on a line. */
const SHOWN = 64;

function essential(name: string, value: unknown): Essential {
  const whole = Array.isArray(value) && value.every((each) => typeof each === "string") ? value.join(", ") : value;
  const signs = Array.from((typeof whole === "string" ? whole : JSON.stringify(whole)).trim());
  const end = signs.indexOf("\n");
  const text = signs.slice(0, Math.min(SHOWN, end < 0 ? signs.length : end)).join("");
  return { name: argumentWords(name), text, more: signs.length - Array.from(text).length };
}

const isSame = (name: string, batch: readonly Approval[]): boolean =>
  new Set(batch.map((one) => JSON.stringify(one.arguments[name]))).size < 2;

/** What every line has in common, where something else tells the lines apart. */
export function sharedOf(batch: readonly Approval[]): Essential[] {
  const names = new Set(batch.flatMap((one) => Object.keys(one.arguments)));
  const same = [...names].filter((name) => isSame(name, batch));
  if (batch.length < 2 || same.length === names.size) return [];
  return same.map((name) => essential(name, batch[0]?.arguments[name]));
}

/** What tells one line from another: whom and what it reaches, then the rest. */
export function essentialsOf({ arguments: values, origins }: Approval, batch: readonly Approval[]): Essential[] {
  const shared = new Set(sharedOf(batch).map((one) => one.name));
  const reaches = (name: string) =>
    originsOf(name, origins).some((one) => one.sink !== null && REACHES.has(one.sink));
  return Object.keys(values)
    .filter((name) => !shared.has(argumentWords(name)))
    .sort((one, other) => Number(reaches(other)) - Number(reaches(one)))
    .map((name) => essential(name, values[name]));
}

export function yesWords(lines: number, struck: number): string {
  if (struck === 0) return lines === 1 ? "Allow once" : `Allow all ${lines}`;
  return struck === lines ? "Nothing is left" : `Allow ${lines - struck} of ${lines}`;
}
