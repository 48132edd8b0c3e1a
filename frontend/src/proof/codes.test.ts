import { describe, expect, it } from "vitest";
import { inGroups, plainCode, recoveryFile, SIX } from "./codes";

describe("a code", () => {
  it("may be typed or pasted with spaces and hyphens", () => {
    expect(plainCode(" 123 456 ")).toBe("123456");
    expect(plainCode("ABCD-EFGH-JKLM-NPQR")).toBe("ABCDEFGHJKLMNPQR");
  });
  it("is an app's only as six digits", () => {
    expect(SIX.test("123456")).toBe(true);
    for (const other of ["12345", "1234567", "12345a", "１２３４５６"]) expect(SIX.test(other)).toBe(false);
  });
});

it("shows a secret in groups", () => {
  expect(inGroups("ABCDEFGHIJ")).toBe("ABCD EFGH IJ");
  expect(inGroups("")).toBe("");
});

it("writes the recovery codes one a line, with where they count", () => {
  const file = recoveryFile(["AAAA-BBBB", "CCCC-DDDD"], "localhost:3080", new Date("2026-11-29T12:00:00Z"));
  expect(file).toBe("Recovery codes of paios at localhost:3080, made 2026-11-29. Each counts once.\n\nAAAA-BBBB\nCCCC-DDDD\n");
});
