/** The one-time code, as the terminal's link carries it in the fragment (which browsers do not send). */
export function takeCode(hash: string): string | null {
  return asCode(new URLSearchParams(hash.replace(/^#/, "")).get("code") ?? "");
}

/** What was typed as a code, in the form in which the terminal shows it; null where it cannot be one. */
export function asCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  return /^[A-Z0-9]{2,16}(?:-[A-Z0-9]{2,16})*$/.test(code) ? code : null;
}
