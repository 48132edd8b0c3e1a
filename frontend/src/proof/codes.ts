/** Codes as they are typed, and secrets as they are read out. */

export const SIX = /^\d{6}$/;

/** Neither spaces nor hyphens count. */
export function plainCode(typed: string): string {
  return typed.replace(/[\s-]/g, "");
}

/** In groups of four, for eyes and screen readers. */
export function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** The recovery codes as a file to keep. */
export function recoveryFile(codes: readonly string[], site: string, on: Date): string {
  const day = on.toISOString().slice(0, 10);
  return [`Recovery codes of paios at ${site}, made ${day}. Each counts once.`, "", ...codes, ""].join("\n");
}
