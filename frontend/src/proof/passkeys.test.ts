import { describe, expect, it } from "vitest";
import { bytesOf, passkeysWork, textOf } from "./passkeys";

describe("the conversions", () => {
  it("are each other's reverse, for every length and byte", () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length * 11) % 256);
      expect([...bytesOf(textOf(bytes.buffer))]).toEqual([...bytes]);
    }
  });
  it("write what fits an address, and no padding", () => {
    expect(textOf(Uint8Array.from([251, 255, 254, 0]).buffer)).toBe("-__-AA");
  });
});

describe("where passkeys work", () => {
  it("is nowhere that is reached by a number", () => {
    expect(passkeysWork("127.0.0.1")).toBe(false);
    expect(passkeysWork("[::1]")).toBe(false);
  });
});
