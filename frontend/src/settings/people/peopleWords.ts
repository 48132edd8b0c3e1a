/** What is said about people and what is theirs. */
import type { Belongings } from "@/api/types";

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** `Deleted with Bea: 3 conversations, 1 rule.` */
export function goesWith(name: string, theirs: Belongings): string {
  const things = [
    ...counted(theirs.conversations, "conversation", "conversations"),
    ...counted(theirs.rules, "rule", "rules"),
    ...counted(theirs.list_entries, "entry of their lists", "entries of their lists"),
    ...counted(theirs.questions, "question and its answer", "questions and their answers"),
    ...counted(theirs.keys, "API key", "API keys"),
  ];
  return things.length === 0 ? `${name} has nothing here that would be deleted.` : `Deleted with ${name}: ${things.join(", ")}.`;
}

/** What becomes of the files, which are a person's own whether or not they have an account. */
export function staysOf(theirs: Belongings): string {
  const { notes, notes_folder: folder } = theirs;
  if (notes === 0) return "";
  const these = notes === 1 ? "Their note stays" : `Their ${notes} notes stay`;
  return `${these} on this machine as files, in ${folder}. Nobody finds them in paios any more.`;
}

/** Where somebody who was invited goes. The code is in the fragment, which browsers do not send. */
export function linkOf(origin: string, code: string): string {
  return `${origin}/join#code=${code}`;
}
