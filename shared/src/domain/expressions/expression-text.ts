import type { Span } from './expression.js'

/** Parts of a source text as they were written, with the parentheses that belong to them. */
export interface SourceText {
  readonly text: string
  /** The text of a span, widened until its parentheses balance. */
  written(span: Span): string
}

/** Finds the matching parentheses of a text once, so that any of its expressions can be quoted. */
export function sourceText(text: string): SourceText {
  const pairs = parentheses(text)
  const written = (span: Span): string => {
    let { start, end } = span
    for (let widened = true; widened;) {
      widened = false
      for (const pair of pairs) {
        const overlaps = pair.start < end && pair.end > start
        const contained = pair.start >= start && pair.end <= end
        const encloses = pair.start < start && pair.end > end
        if (!overlaps || contained || encloses) continue
        start = Math.min(start, pair.start)
        end = Math.max(end, pair.end)
        widened = true
      }
    }
    return text.slice(start, end).trim()
  }
  return { text, written }
}

function parentheses(text: string): Span[] {
  const open: number[] = []
  const pairs: Span[] = []
  for (let at = 0; at < text.length; at = tokenEnd(text, at)) {
    if (text[at] === '(') open.push(at)
    const start = text[at] === ')' ? open.pop() : undefined
    if (start !== undefined) pairs.push({ start, end: at + 1 })
  }
  return pairs
}

/** The end of the string, comment or single character that starts here. */
function tokenEnd(text: string, at: number): number {
  const character = text[at]
  if (character === '"' || character === "'") return stringEnd(text, at, character)
  if (text.startsWith('//', at)) {
    const newline = text.indexOf('\n', at)
    return newline < 0 ? text.length : newline
  }
  return at + 1
}

function stringEnd(text: string, at: number, quote: string): number {
  const delimiter = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote
  let end = at + delimiter.length
  while (end < text.length && !text.startsWith(delimiter, end)) end += text[end] === '\\' ? 2 : 1
  return end + delimiter.length
}
