import { afterEach, expect, test, vi } from "vitest";
import { base64url, fromBase64url, pushAbility } from "./push";

test("bytes are written as browsers and servers write keys, and read back", () => {
  const bytes = Uint8Array.from([251, 255, 0, 1]);
  expect(base64url(bytes)).toBe("-_8AAQ");
  expect(fromBase64url("-_8AAQ")).toEqual(bytes);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("without a service worker a device cannot be told, but a phone's browser where it is installed", () => {
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("navigator", {});
  expect(pushAbility()).toBe("missing");
  vi.stubGlobal("navigator", { standalone: false });
  expect(pushAbility()).toBe("install");
  vi.stubGlobal("isSecureContext", false);
  expect(pushAbility()).toBe("missing");
});
