/** A dialogue as turns: what the person said, and what came of it. */
import type { Dialogue, Message, Run } from "@/api/types";

export interface Turn {
  readonly message: Message;
  readonly run: Run | null;
  readonly answer: Message | null;
}

/** Every message of the person with its run and answer; an answer without its question is a turn of its own. */
export function turnsOf({ messages, runs }: Dialogue): Turn[] {
  const runOf = new Map(runs.map((run) => [run.id, run]));
  const runFor = new Map(runs.map((run) => [run.message_id, run]));
  const answers = new Map<string, Message>();
  for (const message of messages)
    if (message.author === "assistant" && message.run_id !== null) answers.set(message.run_id, message);
  const placed = new Set<string>();
  const turns = messages
    .filter((message) => message.author === "person")
    .map((message): Turn => {
      const run = (message.run_id === null ? undefined : runOf.get(message.run_id)) ?? runFor.get(message.id) ?? null;
      const answer = run === null ? null : (answers.get(run.id) ?? run.answer);
      if (answer !== null) placed.add(answer.id);
      return { message, run, answer };
    });
  const alone = messages.filter((message) => message.author === "assistant" && !placed.has(message.id));
  for (const message of alone) turns.push({ message, run: null, answer: null });
  return turns.sort((one, other) => messages.indexOf(one.message) - messages.indexOf(other.message));
}
