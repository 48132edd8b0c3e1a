import { expect, test } from "vitest";
import { base64url, fromBase64url, pushAbility } from "./push";

test("bytes are written as browsers and servers write keys, and read back", () => {
  const bytes = Uint8Array.from([251, 255, 0, 1]);
  expect(base64url(bytes)).toBe("-_8AAQ");
  expect(fromBase64url("-_8AAQ")).toEqual(bytes);
});

test("a browser without a service worker cannot be told", () => {
  expect(pushAbility()).toBe("missing");
});
