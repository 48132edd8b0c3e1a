/**
 * Passkeys: the browser's own functions, in the contract's JSON (WebAuthn Level 3).
 *
 * The conversions are ours, because not every browser that has passkeys has those of the standard.
 */
import { ProblemError } from "@/api/problem";
import type { PasskeyAnswer } from "@/api/types";

type Json = Readonly<Record<string, unknown>>;

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

export function textOf(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Whether a passkey can be used at this address: browsers keep them for names, not for numbers. */
export function passkeysWork(host: string = location.hostname): boolean {
  const named = !/^[\d.]+$/.test(host) && !host.includes(":");
  return named && window.isSecureContext && typeof window.PublicKeyCredential === "function";
}

function described(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as { id: string }[]).map((each) => ({ ...each, id: bytesOf(each.id), type: "public-key" }));
}

/** Null where the person did not choose one, which is no error. */
async function asked(what: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await what()) as PublicKeyCredential | null;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") return null;
    if (name === "InvalidStateError")
      throw new ProblemError(0, "passkey_known", "Nothing was added", "This device has a passkey of yours already.");
    throw new ProblemError(0, "passkey_failed", "The browser could not use a passkey", String(error));
  }
}

function answered(key: PublicKeyCredential, response: PasskeyAnswer["response"]): PasskeyAnswer {
  const known = textOf(key.rawId);
  return { id: known, rawId: known, type: "public-key", response };
}

/** Has the browser make a passkey. */
export async function makePasskey(options: Json): Promise<PasskeyAnswer | null> {
  const user = options.user as { id: string };
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge as string),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: described(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  if (made === null) return null;
  const response = made.response as AuthenticatorAttestationResponse;
  return answered(made, {
    clientDataJSON: textOf(response.clientDataJSON),
    attestationObject: textOf(response.attestationObject),
  });
}

/** Has the browser show a passkey. */
export async function showPasskey(options: Json): Promise<PasskeyAnswer | null> {
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge as string),
    allowCredentials: described(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const shown = await asked(() => navigator.credentials.get({ publicKey }));
  if (shown === null) return null;
  const response = shown.response as AuthenticatorAssertionResponse;
  const holder = response.userHandle;
  return answered(shown, {
    clientDataJSON: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
    userHandle: holder === null || holder.byteLength === 0 ? null : textOf(holder),
  });
}
