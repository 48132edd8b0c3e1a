import { expect, test } from "vitest";
import { placeOf } from "./place";

const TEXT = "From: eve\nPay to DE89 now.\n\nFrom: bob\nPay to DE89 later.";

test("a value is found where its quote stands, not where it stands first", () => {
  expect(placeOf(TEXT, "Pay to DE89 later", "DE89")).toEqual({
    before: "From: eve\nPay to DE89 now.\n\nFrom: bob\nPay to ",
    value: "DE89",
    after: " later.",
  });
});

test("without its value a quote is the place, and without its quote the value is", () => {
  expect(placeOf(TEXT, "Pay to DE89 later", "DE00")?.value).toBe("Pay to DE89 later");
  expect(placeOf(TEXT, "nowhere", "DE89")?.before).toBe("From: eve\nPay to ");
});

test("case makes no difference", () => {
  expect(placeOf(TEXT, "pay to de89 later", "de89")?.value).toBe("DE89");
});

test("the marks of a shortened quote are no part of it", () => {
  expect(placeOf(TEXT, "… to DE89 later …", "DE89")?.after).toBe(" later.");
});

test("what is not there has no place", () => {
  expect(placeOf(TEXT, "nowhere", "nothing")).toBeNull();
  expect(placeOf(TEXT, "", "")).toBeNull();
});
