import { describe, expect, it } from "vitest";
import type { BudgetLine } from "@/api/types";
import { amount, countedIn, said, share, worthALine } from "./usageWords";

const LINE: BudgetLine = {
  scope: "day",
  counted: "tokens",
  used: 12_000,
  held: 0,
  limit: 1_000_000,
  left: 988_000,
  free_at: "2026-11-23T00:00:00.000000Z",
};

describe("usage in words", () => {
  it("says each thing in its own unit", () => {
    expect(amount("money", 1_234_567, "EUR", "en")).toBe("1.23 EUR");
    expect(amount("seconds", 1800, "EUR", "en")).toBe("30 min");
    expect(amount("seconds", 90, "EUR", "en")).toBe("90 s");
    expect(amount("egress_bytes", 2_500_000, "EUR", "en")).toBe("2.5 MB");
    expect(amount("egress_bytes", 1500, "EUR", "en")).toBe("0.002 MB");
  });

  it("says what is left, and that nothing is", () => {
    expect(said(LINE, "EUR", "en")).toBe("12,000 of 1,000,000, 988,000 left");
    expect(said({ ...LINE, used: 1_000_100, left: 0 }, "EUR", "en")).toBe("1,000,100 of 1,000,000, none left");
    expect(said({ ...LINE, limit: null, left: null }, "EUR", "en")).toBe("12,000, no limit");
  });

  it("fills a bar up to its end and no further", () => {
    expect(share(LINE)).toBe(1);
    expect(share({ ...LINE, used: 5_000_000 })).toBe(100);
    expect(share({ ...LINE, used: 0, limit: 0 })).toBe(100);
    expect(share({ ...LINE, limit: null })).toBe(0);
  });

  it("leaves out what nobody used and nothing limits", () => {
    expect(worthALine({ ...LINE, used: 0, limit: null })).toBe(false);
    expect(worthALine({ ...LINE, used: 0, limit: 0 })).toBe(true);
    expect(countedIn("run")).not.toContain("calls");
    expect(countedIn("month")).toContain("calls");
  });
});
