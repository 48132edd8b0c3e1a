import { expect, test } from "vitest";
import { goesWith, linkOf, staysOf } from "./peopleWords";

const NONE = { conversations: 0, rules: 0, list_entries: 0, questions: 0, keys: 0, notes: 0, notes_folder: "/home/people/removed-1" };

test("what goes with somebody is counted, and nothing is said to be nothing", () => {
  expect(goesWith("Bea", { ...NONE, conversations: 3, rules: 1 })).toBe("Deleted with Bea: 3 conversations, 1 rule.");
  expect(goesWith("Bea", NONE)).toBe("Bea has nothing here that would be deleted.");
});

test("what stays is said with where it will be", () => {
  expect(staysOf(NONE)).toBe("");
  expect(staysOf({ ...NONE, notes: 1 })).toContain("Their note stays on this machine as files, in /home/people/removed-1.");
  expect(staysOf({ ...NONE, notes: 2 })).toContain("Their 2 notes stay");
});

test("the code is in the part of a link that is not sent", () => {
  const link = new URL(linkOf("http://127.0.0.1:7700", "AAAA-BBBB"));
  expect(link.pathname + link.search).toBe("/join");
  expect(link.hash).toBe("#code=AAAA-BBBB");
});
