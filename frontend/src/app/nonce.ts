/** The nonce that the server puts into each page: what lets styles made at run time past the security policy. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}
