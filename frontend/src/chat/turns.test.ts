import { expect, test } from "vitest";
import type { Message, Run } from "@/api/types";
import { doing } from "./doing";
import { turnsOf } from "./turns";

const conversation = { id: "c", title: "t", created_at: "", updated_at: "" };
const message = (id: string, author: Message["author"], runId: string | null): Message => ({
  id,
  author,
  text: id,
  created_at: "",
  run_id: runId,
  external: false,
  citations: [],
});
const run = (id: string, messageId: string, part: Partial<Run> = {}): Run => ({
  id,
  conversation_id: "c",
  message_id: messageId,
  state: "running",
  seq: 1,
  created_at: "",
  model: "m",
  steps: [],
  answer: null,
  error: null,
  ...part,
});
const step = (state: Run["steps"][number]["state"], path = "a.md"): Run["steps"][number] => ({
  id: path,
  tool: "vault_read",
  effect: "read",
  arguments: { path },
  state,
  reasons: [],
  origins: [],
  notes: [],
  summary: "",
  approval: null,
});

test("a question stands with its run and its answer", () => {
  const turns = turnsOf({
    conversation,
    messages: [message("q", "person", "r"), message("a", "assistant", "r")],
    runs: [run("r", "q")],
  });
  expect(turns.map((turn) => [turn.message.id, turn.run?.id, turn.answer?.id])).toEqual([["q", "r", "a"]]);
});

test("an answer that the run brings before the dialogue does is shown", () => {
  const answer = message("a", "assistant", "r");
  const turns = turnsOf({ conversation, messages: [message("q", "person", "r")], runs: [run("r", "q", { answer })] });
  expect(turns[0]?.answer).toBe(answer);
});

test("an answer without its question is not lost", () => {
  const turns = turnsOf({
    conversation,
    messages: [message("a", "assistant", null), message("q", "person", null)],
    runs: [],
  });
  expect(turns.map((turn) => turn.message.id)).toEqual(["a", "q"]);
});

test("what is being done is said in words, until there is something better to look at", () => {
  expect(doing(run("r", "q", { state: "queued" }), "")).toBe("Waiting for its turn");
  expect(doing(run("r", "q"), "")).toBe("Thinking");
  expect(doing(run("r", "q", { steps: [step("running")] }), "")).toBe("Reading a.md");
  expect(doing(run("r", "q", { steps: [step("running"), step("proposed", "b.md")] }), "")).toBe("Reading 2 notes");
  expect(doing(run("r", "q"), "It")).toBeNull();
  expect(doing(run("r", "q", { state: "waiting" }), "")).toBeNull();
  expect(doing(run("r", "q", { state: "done" }), "")).toBeNull();
});
