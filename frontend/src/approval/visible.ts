/**
 * Makes visible what a display would hide: control, bidirectional, zero-width and otherwise ignorable
 * characters, with which a text can read differently from what it is.
 */

export interface Piece {
  readonly text: string;
  /** True where the text stands for a character that could not be seen. */
  readonly hidden: boolean;
}

const HIDDEN = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]";
const PICTURE = "\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?";
/** Inside an emoji a joiner and a variation selector are part of the picture, and only there. */
const TOKEN = new RegExp(`(${PICTURE}(?:\\u200D${PICTURE})*|[\\n\\t])|(${HIDDEN})`, "gu");

export function nameOfCharacter(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** The text in pieces; joined they are what `visibleText` gives. Line ends and tabs stay as they are. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const hidden = found[2];
    if (hidden === undefined) continue;
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), hidden: false });
    pieces.push({ text: nameOfCharacter(hidden), hidden: true });
    end = found.index + hidden.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hidden: false });
  return pieces;
}

export const visibleText = (text: string): string =>
  visiblePieces(text)
    .map((piece) => piece.text)
    .join("");
