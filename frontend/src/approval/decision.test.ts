import { expect, test } from "vitest";
import type { Reason } from "@/api/types";
import { sourceWords, wayOut } from "./reasons";
import { requestFor } from "./request";

const reason = (source: Reason["source"], verdict: Reason["verdict"]) => ({ source, verdict });

test.each([
  [[reason("otherwise", "deny")], "say"],
  [[reason("approval", "deny")], "say"],
  [[reason("flow", "deny"), reason("deny_rule", "deny")], "say"],
  [[reason("deny_rule", "deny")], "rule"],
  [[reason("floor", "deny")], "none"],
  [[reason("otherwise", "ask")], "none"],
  [[reason("own_read", "allow")], "none"],
  [[], "none"],
])("what a person can do follows from who refused: %#", (reasons, way) => {
  expect(wayOut(reasons)).toBe(way);
});

test("a source that a newer server knows is told by its own name", () => {
  expect(sourceWords("moon_phase")).toBe("moon phase");
});

test("a refused call becomes words in the person's name", () => {
  expect(requestFor("mail__send_message", { to: ["bob@example.org", "ada@example.org"], first_line: 3, body: "Dear\nBob" })).toBe(
    "Yes, do this: mail: send message, to “bob@example.org” and “ada@example.org”, first line “3”, body “Dear Bob”.",
  );
});

test("nothing that hides comes along, and nothing too long to read", () => {
  expect(requestFor("pay", { to: "a\u202Eb" })).toContain("a⟨U+202E⟩b");
  expect(requestFor("pay", { note: "x".repeat(5000) }).length).toBeLessThan(450);
});
