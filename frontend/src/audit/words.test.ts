import { expect, test } from "vitest";
import { callOf, originsOf, reasonsOf } from "./words";

test("reasons and origins of a record are read, and what is no such thing is left to the record itself", () => {
  const data = {
    reasons: [{ source: "flow", verdict: "ask", text: "It would leave." }, { verdict: "perhaps", text: "?" }, null, 3],
    origins: [
      { argument: "to", origin: "read", source: "“Invoice”", licensed: false, outside: true },
      { argument: "to", origin: "moon" },
    ],
  };
  expect(reasonsOf(data)).toEqual([{ source: "flow", verdict: "ask", text: "It would leave." }]);
  expect(originsOf(data)).toMatchObject([{ argument: "to", origin: "read", outside: true, licensed: false }]);
  expect(originsOf({ origins: "none" })).toEqual([]);
});

test("a long text stands by its start", () => {
  const body = { start: "Dear", characters: 9000, sha256: "ab" };
  expect(callOf({ tool: "send", arguments: { to: "bob", body } })).toEqual({
    tool: "send",
    values: { to: "bob", body: "Dear…" },
  });
  expect(callOf({ tool: "send" })).toBeNull();
});
