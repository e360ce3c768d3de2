/** Columns of a monospaced font that East Asian wide characters and emoji take: two (after Unicode's UAX #11). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
/** So many characters for a column of width are enough for any writing. */
const MARKS = 4
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u

/** The width of a text in columns of a monospaced font. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** The text filled with blanks to a width, or cut to it with an ellipsis. */
export function fitText(text: string, width: number): string {
  const shown = cutText(text, width)
  return shown + ' '.repeat(Math.max(0, width - textWidth(shown)))
}

/** The text, of a width of at most `width`, in one line and without what changes the direction of writing. */
export function cutText(text: string, width: number): string {
  let whole = ''
  let start = ''
  let used = 0
  let length = 0
  for (const character of text) {
    const shown = isControl(character) ? '·' : character
    used += widthOf(shown)
    // A pile of combining marks has no width, and still has a length.
    if (used > width || ++length > MARKS * width) return `${start}…`
    whole += shown
    if (used < width) start = whole
  }
  return whole
}

function widthOf(character: string): number {
  if (NO_WIDTH.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

function isControl(character: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u.test(character)
}
