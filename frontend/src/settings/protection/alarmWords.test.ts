import { expect, test } from "vitest";
import { alarmWords } from "./alarmWords";

test("an alarm says what it was about, also where the record says little", () => {
  expect(alarmWords({ kind: "alert.canary", data: { text: "It was in “to”." } })).toBe("It was in “to”.");
  expect(alarmWords({ kind: "alert.canary", data: { text: 3 } })).toContain("was blocked");
  expect(alarmWords({ kind: "alert.failed", data: { why: "No answer." } })).toBe("An alarm was not sent: No answer.");
  expect(alarmWords({ kind: "alert.sent", data: {} })).toContain("sent to your phone");
  expect(alarmWords({ kind: "alert.failed", data: {} })).toBe("An alarm was not sent.");
});
