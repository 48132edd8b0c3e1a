/** A found passage as one line of plain words. */
import { splitFrontMatter } from "@/markdown/frontMatter";

/** The words of a passage without the marks of markdown. */
export function excerpt(passage: string): string {
  return splitFrontMatter(passage)
    .body.replace(/^#{1,6} .*$/gm, "")
    .replace(/^[ \t]*(?:[-*+]|\d+\.)[ \t]+(?:\[[ xX]\][ \t]+)?/gm, "")
    .replace(/^\|?[ \t]*:?-{3,}.*$/gm, "")
    .replace(/\[\[(?:[^[\]|\n]*\|)?([^[\]|\n]*)\]\]/g, "$1")
    .replace(/[*_`|]{1,3}/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The heading a passage stands under, without the note's title that leads to it. */
export function headingWithin(heading: string, title: string): string {
  if (heading === title) return "";
  return heading.startsWith(`${title} > `) ? heading.slice(title.length + 3) : heading;
}
