/** A long text as its beginning and its end, so that what stands last is seen too. Pure. */

export interface Cut {
  readonly start: string;
  /** Empty where the whole text is short enough to be seen at once. */
  readonly end: string;
  readonly lines: number;
}

const LINES = 8;
const SIGNS = 600;
const END_LINES = 3;
const END_SIGNS = 240;

/** The place itself, or one further where it would part the two halves of a character. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at);

export function cut(text: string): Cut {
  const lines = text.split("\n");
  if (lines.length <= LINES && text.length <= SIGNS) return { start: text, end: "", lines: lines.length };
  const tail = lines.slice(-END_LINES).join("\n");
  if (lines.length > END_LINES && tail.length <= END_SIGNS * 2)
    return { start: lines.slice(0, -END_LINES).join("\n"), end: tail, lines: lines.length };
  const at = whole(text, text.length - END_SIGNS);
  return { start: text.slice(0, at), end: text.slice(at), lines: lines.length };
}
