import { expect, test } from "vitest";
import type { Credential, CredentialLock } from "@/api/types";
import { costOf, lockWords, nameProblem, serverPage } from "./credentialWords";

const one = (name: string, kind: Credential["kind"]): Credential => ({
  name,
  kind,
  created_at: null,
  rotated_at: null,
  used_at: null,
});
const lock = (source: CredentialLock["source"], beside_data: boolean): CredentialLock => ({ source, beside_data });

test("a key beside the data is told as what it is, and what to do about it", () => {
  const words = lockWords(lock("key-file", true));
  expect(words.says).toContain("a copy of the folder, such as a backup, can be opened");
  expect(words.better).toContain("master password");
});

test("what is locked well needs no advice, and says what is lost with the key", () => {
  for (const source of ["password", "keyring"] as const) {
    const words = lockWords(lock(source, false));
    expect(words.better).toBeUndefined();
    expect(words.says).toMatch(/the credentials are lost|so are the credentials/);
    expect(words.says).toContain("alone cannot be opened");
  }
  expect(lockWords(null).title).toBe("Nothing is locked yet");
});

test("a name is refused before it is sent: by its form, a tool server's, one that is taken", () => {
  expect(nameProblem("", ["mail"])).toBeNull();
  expect(nameProblem("post.office", ["mail"])).toBeNull();
  for (const bad of ["my secret!", ".mail", "a".repeat(65), "ä"]) expect(nameProblem(bad, [])).toContain("letters");
  expect(nameProblem("tool-server-1", [])).toContain("where the server is");
  expect(nameProblem("mail", ["mail"])).toContain("rotate it");
});

test("each kind says what it costs to remove it, and only a tool server's is kept elsewhere", () => {
  expect(costOf(one("model.key", "model"))).toContain("without a key");
  expect(costOf(one("pushover.user", "alert"))).toContain("your phone");
  expect(costOf(one("mail", "secret"))).toContain("signs in");
  expect(serverPage(one("tool-server-3f", "tool-server"))).toBe("/settings/tools/3f");
  expect(serverPage(one("mail", "secret"))).toBeNull();
});
