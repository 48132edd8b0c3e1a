import { expect, test } from "vitest";
import type { Approval, Origin } from "@/api/types";
import { batchesOf, essentialsOf, sharedOf, titleOf, yesWords } from "./alike";
import { GRANTING } from "./words";

const origin = (argument: string, sink: string): Origin => ({
  argument,
  sink,
  value: "",
  origin: "read",
  licensed: false,
  outside: true,
  pointed: false,
  source: "",
  call_id: null,
  field: "",
  quote: "",
});

const asked = (id: string, more: Partial<Approval> = {}): Approval => ({
  id,
  conversation_id: "c",
  run_id: "r",
  state: "pending",
  tool: "mail__send_message",
  arguments: {},
  sentence: "Use send_message of mail?",
  covers: "",
  diff: "",
  details: [],
  reasons: [],
  origins: [],
  no_always: null,
  fingerprint: id,
  created_at: `2026-11-23T08:00:0${id}.000000Z`,
  expires_at: "2026-11-23T08:10:00.000000Z",
  answered_at: null,
  remember: null,
  edited: false,
  answered_by: null,
  confirmation: "click",
  confirmed_by: null,
  ...more,
});

const ids = (batches: readonly (readonly Approval[])[]) => batches.map((batch) => batch.map((one) => one.id));

test("questions of one run about one tool belong together, in the order in which they were asked", () => {
  const other = asked("4", { run_id: "another" });
  const tool = asked("5", { tool: "vault_write" });
  expect(ids(batchesOf([other, asked("3"), tool, asked("1"), asked("2")]))).toEqual([["4"], ["1", "2", "3"], ["5"]]);
});

test("a request for permissions has its card for itself", () => {
  const grants = ["1", "2"].map((id) => asked(id, { tool: GRANTING }));
  expect(ids(batchesOf(grants))).toEqual([["1"], ["2"]]);
});

test.each([
  ["mail__send_message", "Send 3 messages with mail?"],
  ["calendar__create_work_event", "Create 3 work events with calendar?"],
  ["vault_write", "Write 3 notes?"],
  ["bank__send_money", "Use it 3 times?"],
  ["bank__payment", "Use it 3 times?"],
])("%s is asked in plain words", (tool, title) => {
  expect(titleOf(["1", "2", "3"].map((id) => asked(id, { tool, sentence: "Use it?" })))).toBe(title);
});

test("what asks differently each time, and what is alone, is not put into the words of one", () => {
  const batch = [asked("1", { tool: "x", sentence: "A?" }), asked("2", { tool: "x", sentence: "B?" })];
  expect(titleOf(batch)).toBe("Do 2 things with x?");
  expect(titleOf(batch.slice(0, 1))).toBe("A?");
});

test("a line says first whom it reaches, then the rest; what all lines share is said once", () => {
  const batch = ["bob@example.org", "eve@example.org"].map((to, index) =>
    asked(String(index), {
      arguments: { subject: "Hi", body: `${"x".repeat(99)}\n${index}`, to: [to] },
      origins: [origin("to[0]", "recipient"), origin("body", "content")],
    }),
  );
  const first = batch[0];
  expect(first && essentialsOf(first, batch)).toEqual([
    { name: "to", text: "bob@example.org", more: 0 },
    { name: "body", text: "x".repeat(64), more: 37 },
  ]);
  expect(sharedOf(batch)).toEqual([{ name: "subject", text: "Hi", more: 0 }]);
});

test("twins have nothing that tells them apart, so each line says all", () => {
  const batch = ["1", "2"].map((id) => asked(id, { arguments: { to: "bob", text: "one\ntwo" } }));
  expect(sharedOf(batch)).toEqual([]);
  const first = batch[0];
  expect(first && essentialsOf(first, batch)).toEqual([
    { name: "to", text: "bob", more: 0 },
    { name: "text", text: "one", more: 4 },
  ]);
});

test("the yes says how many are left", () => {
  expect(yesWords(3, 0)).toBe("Allow all 3");
  expect(yesWords(3, 1)).toBe("Allow 2 of 3");
  expect(yesWords(3, 3)).toBe("Nothing is left");
});
