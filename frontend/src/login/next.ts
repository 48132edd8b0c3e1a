/** Where to go after signing in: a page of this app, and nothing that only looks like one. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return "/chat";
  const url = URL.parse(next, location.origin);
  if (url?.origin !== location.origin) return "/chat";
  return /^\/(?:chat|inbox|notes|audit|settings)(?:\/|$)/.test(url.pathname) ? url.pathname + url.search : "/chat";
}
