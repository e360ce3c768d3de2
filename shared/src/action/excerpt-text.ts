import type { Diagnostic } from '../domain/intake/source-text.js'

const wide =
  /^(?:[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u
const withoutWidth = /^(?:\p{Mn}|\p{Me}|\p{Emoji_Modifier})$/u

/** A line and below it a caret under the column, for a monospaced font; the line can neither hide nor move anything. */
export function excerptText({ line, column }: NonNullable<Diagnostic['excerpt']>): string {
  const shown = inert(line)
  const before = Array.from(shown.slice(0, column - 1), blankFor)
  return `${shown}\n${before.join('')}^`
}

/** A blank as wide as the character: full-width ones take an ideographic space, marks none. */
function blankFor(character: string): string {
  if (withoutWidth.test(character)) return ''
  return wide.test(character) ? '\u3000' : ' '
}

/** A line for a code block: no control or direction characters that could disguise it, no caret shift by tabs. */
function inert(line: string): string {
  return line.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd')
}
