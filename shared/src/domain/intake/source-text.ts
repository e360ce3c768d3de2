import type { Problem } from '../../errors.js'
import { inEnglish, type Wording } from '../text/phrase.js'

interface LineOrigin {
  /** Offset of the line in `text`. */
  readonly start: number
  /** 1-based line and column of that offset in the root text. */
  readonly line: number
  readonly column: number
}

/** A text that still knows which line and column of the issue, comment or file every character came from. */
export interface SourceText {
  /** What the text is called in messages: `issue`, `comment`, a path. */
  readonly name: string
  /** LF line ends, no byte order mark. */
  readonly text: string
  readonly lines: readonly LineOrigin[]
  readonly rootLines: readonly string[]
  /** Set where lines cannot be told apart: every offset then stands where the text starts. */
  readonly anchored?: true
}

/** A half-open range of offsets. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A problem, in English and as it can be translated, and the line it is on. */
export interface Diagnostic extends Problem {
  /** The line, or the part of it around the place; `column` counts its UTF-16 code units from 1. */
  readonly excerpt?: { readonly line: string; readonly column: number }
  /** Present where message or hint hold values. */
  readonly explanation?: Explanation
}

/** A diagnostic's message and its remedy. */
export interface Explanation {
  readonly message: Wording
  readonly hint?: Wording
}

const excerptWidth = 100

/** A root text: line ends become LF, a byte order mark goes; neither moves a line or a column. */
export function sourceText(name: string, raw: string): SourceText {
  const text = raw.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const rootLines = text.split('\n')
  let start = 0
  const lines = rootLines.map((content, index) => {
    const origin = { start, line: index + 1, column: 1 }
    start += content.length + 1
    return origin
  })
  return { name, text, lines, rootLines }
}

/** The text made of these pieces of the parent, one per line: the inside of a fence or of a block scalar. */
export function derivedText(parent: SourceText, pieces: readonly Span[]): SourceText {
  let start = 0
  const lines = pieces.map(piece => {
    const origin = { start, ...positionOf(parent, piece.start) }
    start += piece.end - piece.start + 1
    return origin
  })
  const text = pieces.map(piece => parent.text.slice(piece.start, piece.end)).join('\n')
  const fallback = { start: 0, line: 1, column: 1 }
  return {
    name: parent.name,
    text,
    lines: lines.length > 0 ? lines : [fallback],
    rootLines: parent.rootLines
  }
}

/** A text whose lines are not lines of the parent, such as a quoted scalar: all of it stands at one place. */
export function anchoredText(parent: SourceText, start: number, text: string): SourceText {
  const { name, rootLines } = parent
  return { name, text, lines: [{ start: 0, ...positionOf(parent, start) }], rootLines, anchored: true }
}

/** 1-based line and column of an offset, in the root text. */
export function positionOf(source: SourceText, offset: number): { line: number; column: number } {
  const [only] = source.lines
  if (source.anchored && only !== undefined) return { line: only.line, column: only.column }
  let low = 0
  let high = source.lines.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((source.lines[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  const origin = source.lines[low] ?? { start: 0, line: 1, column: 1 }
  return { line: origin.line, column: origin.column + offset - origin.start }
}

/** A problem in English that keeps what it takes to say it in another language. */
export function explained(place: string, explanation: Explanation): Diagnostic {
  const { message, hint } = explanation
  const plain = {
    place,
    message: inEnglish(message),
    ...(hint === undefined ? {} : { hint: inEnglish(hint) })
  }
  return typeof message === 'string' && typeof (hint ?? '') === 'string' ? plain : { ...plain, explanation }
}

/** A diagnostic at an offset of the text, with the line for the caret; columns count characters. */
export function diagnosticAt(source: SourceText, offset: number, explanation: Explanation): Diagnostic {
  const { line, column } = positionOf(source, offset)
  const whole = source.rootLines[line - 1] ?? ''
  const characters = charactersIn(whole, column - 1) + 1
  return {
    ...explained(`${source.name}:${line}:${characters}`, explanation),
    excerpt: excerptAround(whole, column)
  }
}

/** How many characters the first so many UTF-16 code units hold; without a copy, for there may be many problems on one long line. */
function charactersIn(line: string, units: number): number {
  let characters = units
  for (let index = 1; index < units; index += 1)
    if (isHigh(line.charCodeAt(index - 1)) && isLow(line.charCodeAt(index))) characters -= 1
  return characters
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

/** Line and column, from 1, of a place such as `issue:12:7`; undefined for any other place. */
export function positionIn(place: string): { readonly line: number; readonly column: number } | undefined {
  const match = /:(\d{1,9}):(\d{1,9})$/.exec(place)
  return match === null ? undefined : { line: Number(match[1]), column: Number(match[2]) }
}

/** The part of a long line around a column, with an ellipsis where something was cut off. */
function excerptAround(line: string, column: number): { line: string; column: number } {
  if (line.length <= excerptWidth) return { line, column }
  const from = Math.max(0, Math.min(column - excerptWidth / 2, line.length - excerptWidth))
  const start = isInsidePair(line, from) ? from + 1 : from
  const stop = from + excerptWidth
  const end = isInsidePair(line, stop) ? stop + 1 : stop
  const [before, after] = [start > 0 ? '…' : '', end < line.length ? '…' : '']
  return { line: `${before}${line.slice(start, end)}${after}`, column: column - start + before.length }
}

/** Whether a cut here would tear a character of two code units apart. */
function isInsidePair(line: string, index: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(line.slice(index - 1, index + 1)) && index > 0
}
