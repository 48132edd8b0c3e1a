import { describe, expect, it } from "vitest";
import type { Activity, Pause } from "@/api/types";
import { stillRunning } from "./stillRunning";

const ID = "00000000-0000-4000-8000-000000000000";
const PAUSED = { paused: true, since: "2026-11-22T19:00:00.000000Z", by: "Ada" };

function activity(what: Activity["what"], tool: string | null = null): Activity {
  return { run_id: ID, conversation_id: ID, what, tool, since: null };
}

function pause(nothing_runs: boolean, ...running: Activity[]): Pause {
  return { ...PAUSED, running, nothing_runs };
}

describe("what a pause has brought to a stand", () => {
  it("says that nothing runs only where the server says so", () => {
    expect(stillRunning(pause(true, activity("waits")))).toBe("Nothing runs until you resume.");
    expect(stillRunning(pause(false, activity("waits")))).toContain("One step had begun and still finishes");
  });

  it("names what still finishes, each thing once", () => {
    const told = stillRunning(pause(false, activity("tool", "vault_write"), activity("tool", "vault_write")));
    expect(told).toBe("“vault write” had begun and still finishes. Nothing else starts.");
    expect(stillRunning(pause(false, activity("model")))).toContain("The model had begun");
  });
});
