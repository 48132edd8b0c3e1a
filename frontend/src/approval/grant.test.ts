import { expect, test } from "vitest";
import type { Approval } from "@/api/types";
import { actionsOf, linesOf } from "./grant";

const action = {
  tool: "mail__send_message",
  constraints: { properties: { to: { const: "bob@example.org" } }, required: ["to"] },
  why: "You asked me to write to Bob.",
  max_uses: 2,
};

const asked = (part: Partial<Approval>): Approval =>
  ({ tool: "request_permissions", arguments: { actions: [action] }, details: [], ...part }) as Approval;

test("lines are the server's, a pair of details an action", () => {
  const details = [
    { name: "Action 1", value: "Send a message to bob@example.org, twice" },
    { name: "The assistant's reason", value: "You asked." },
  ];
  expect(linesOf(asked({ details }))).toEqual([{ text: details[0]?.value, why: "You asked." }]);
});

test("without the server's words nothing of an action is left out", () => {
  expect(linesOf(asked({}))).toEqual([
    {
      text: 'mail: send message, to is "bob@example.org", required: ["to"], max uses: 2',
      why: "You asked me to write to Bob.",
    },
  ]);
});

test("arguments of another form are shown as they are", () => {
  expect(linesOf(asked({ arguments: { actions: ["anything"] } }))).toEqual([{ text: '"anything"', why: "" }]);
  expect(actionsOf(asked({ arguments: {} }))).toEqual([]);
});
