/** Finds again, in the text of a result, the place that a value was read from. Pure. */

export interface Place {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

function within(text: string, start: number, length: number): Place {
  return {
    before: text.slice(0, start),
    value: text.slice(start, start + length),
    after: text.slice(start + length),
  };
}

/** Letters of different case have the same length nearly always; where not, the exact form is looked for. */
function indexOf(text: string, part: string): number {
  if (part === "") return -1;
  const exact = text.indexOf(part);
  if (exact !== -1) return exact;
  const folded = text.toLowerCase();
  return folded.length === text.length ? folded.indexOf(part.toLowerCase()) : -1;
}

/** The value where the quote stands, else the quote, else the value anywhere; null where none of it is there. */
export function placeOf(text: string, quote: string, value: string): Place | null {
  const words = quote.replace(/^…\s*|\s*…$/g, "");
  const at = indexOf(text, words);
  if (at !== -1) {
    const inner = indexOf(words, value);
    return inner === -1 ? within(text, at, words.length) : within(text, at + inner, value.length);
  }
  const alone = indexOf(text, value);
  return alone === -1 ? null : within(text, alone, value.length);
}
