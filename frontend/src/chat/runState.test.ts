import { describe, expect, test } from "vitest";
import type { Run } from "@/api/types";
import { advance, catchUp, isFinal, parseRunEvent } from "./runState";

const ID = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

const run = (part: Partial<Run> = {}): Run => ({
  id: ID,
  conversation_id: ID,
  message_id: ID,
  state: "running",
  seq: 1,
  created_at: "2026-11-22T10:00:00.000000Z",
  model: "scripted",
  steps: [],
  answer: null,
  error: null,
  ...part,
});

const view = (part: Partial<Run> = {}, text = "") => ({ run: run(part), text });

describe("advance", () => {
  test("pieces of text add up", () => {
    const one = advance(view(), { kind: "text", text: "Hel" });
    expect(advance(one, { kind: "text", text: "lo" }).text).toBe("Hello");
  });

  test("a snapshot replaces the pieces", () => {
    expect(advance(view({}, "Hel"), { kind: "snapshot", text: "Hello" }).text).toBe("Hello");
  });

  test("something that happened ends the text that was being written", () => {
    expect(advance(view({ seq: 1 }, "Let me look"), { kind: "run", run: run({ seq: 2 }) }).text).toBe("");
  });

  test("the same run told again keeps the text", () => {
    expect(advance(view({ seq: 2 }, "Hel"), { kind: "run", run: run({ seq: 2 }) }).text).toBe("Hel");
  });

  test("an older run that arrives late changes nothing", () => {
    const now = view({ seq: 5, state: "done" });
    expect(advance(now, { kind: "run", run: run({ seq: 3 }) })).toBe(now);
  });

  test("another run's event changes nothing", () => {
    const now = view();
    expect(advance(now, { kind: "run", run: run({ id: OTHER, seq: 9 }) })).toBe(now);
  });

  test("text after the end changes nothing", () => {
    const now = view({ state: "stopped" });
    expect(advance(now, { kind: "text", text: "more" })).toBe(now);
  });
});

test("what was read anew overtakes what was heard, and another run begins anew", () => {
  expect(catchUp(view({ seq: 1 }), run({ seq: 4, state: "done" })).run.seq).toBe(4);
  expect(catchUp(view({ seq: 4 }, "Hel"), run({ id: OTHER, seq: 1 }))).toEqual({
    run: run({ id: OTHER, seq: 1 }),
    text: "",
  });
});

test("done, failed and stopped are final, and nothing else", () => {
  const states: Run["state"][] = ["queued", "running", "waiting", "done", "failed", "stopped"];
  expect(states.filter((state) => isFinal(run({ state })))).toEqual(["done", "failed", "stopped"]);
});

describe("parseRunEvent", () => {
  test("reads the three kinds of event", () => {
    expect(parseRunEvent("run", JSON.stringify(run()))).toEqual({ kind: "run", run: run() });
    expect(parseRunEvent("text", '{"text":"a"}')).toEqual({ kind: "text", text: "a" });
    expect(parseRunEvent("snapshot", '{"text":"ab"}')).toEqual({ kind: "snapshot", text: "ab" });
  });

  test.each([
    ["text", "{"],
    ["text", "null"],
    ["text", '{"text":1}'],
    ["run", '{"id":"x"}'],
    ["run", JSON.stringify({ ...run(), state: "exploded" })],
    ["other", '{"text":"a"}'],
  ])("drops what the contract does not know: %s %s", (kind, data) => {
    expect(parseRunEvent(kind, data)).toBeNull();
  });
});
