import { expect, test } from "vitest";
import { SHAPES } from "@/api/contract.gen";
import { choicesFor, sentenceOf } from "./keyWords";

const offered = (admin: boolean) => choicesFor(admin).flatMap(({ choices }) => choices.map((each) => each.permission));

test("whatever a key can be given is offered once, and an administrator's only to them", () => {
  const known = (SHAPES.KeyPermission as { enum: string[] }).enum;
  expect([...offered(true)].sort()).toEqual([...known].sort());
  expect(offered(true).filter((each) => !offered(false).includes(each)).sort()).toEqual([
    "audit:verify",
    "settings:write",
    "tools:read",
  ]);
});

test("what a key may do is one sentence", () => {
  expect(sentenceOf(["notes:read", "pause:write"])).toBe("Read your notes, pause everything");
  expect(sentenceOf([])).toBe("Nothing");
});
