/**
 * The allow-list (F2): which elements and attributes of rendered markdown may exist at all.
 *
 * Nothing here is put into the page as HTML: the fragment is read by `render`, which builds React elements
 * of the same list. Whatever slips through one of the two is stopped by the other, and by the CSP.
 */
import DOMPurify from "dompurify";

export const TAGS = [
  "p",
  "br",
  "hr",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "strong",
  "em",
  "del",
  "code",
  "pre",
  "blockquote",
  "ul",
  "ol",
  "li",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
  "a",
  "img",
  "sup",
  "input",
] as const;

export const ATTRIBUTES = [
  "href",
  "title",
  "alt",
  "src",
  "align",
  "start",
  "class",
  "type",
  "checked",
  "data-note",
  "data-citation",
];

const LINK = /^(?:https?:\/\/|mailto:)/i;

export function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: [...TAGS],
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
    RETURN_DOM_FRAGMENT: true,
  });
}

export type Destination =
  { kind: "outside"; href: string; host: string } | { kind: "note"; target: string } | { kind: "none" };

/** Where a link may lead: to a named host outside, to a note, or nowhere. */
export function destination(href: string | null): Destination {
  if (href === null) return { kind: "none" };
  const text = href.trim();
  if (LINK.test(text)) {
    const url = URL.parse(text);
    if (url?.username !== "" || url.password !== "") return { kind: "none" };
    if (url.protocol === "mailto:") return { kind: "outside", href: url.href, host: url.pathname };
    return { kind: "outside", href: url.href, host: url.host };
  }
  const note = /^(?!\/\/|[a-z][a-z0-9+.-]*:)([^?#\\]+\.md)(?:#.*)?$/i.exec(text)?.[1];
  if (note === undefined) return { kind: "none" };
  try {
    return { kind: "note", target: decodeURIComponent(note) };
  } catch {
    return { kind: "none" };
  }
}

/** What to say in place of a picture: none is ever loaded, for loading one tells its host. */
export function pictureLabel(alt: string | null, src: string | null): { label: string; from: string } {
  const place = destination(src);
  const from = place.kind === "outside" ? place.host : "";
  const file = from === "" ? ((src ?? "").split(/[/\\]/).at(-1) ?? "") : "";
  return { label: alt?.trim() ?? "", from: from === "" ? file.slice(0, 80) : from };
}
