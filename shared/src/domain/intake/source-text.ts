import type { Problem } from '../../errors.js'

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

/** A problem and the line it is on; `column` is 1-based. */
export interface Diagnostic extends Problem {
  readonly excerpt?: { readonly line: string; readonly column: number }
}

/** A diagnostic's message and its remedy. */
export interface Explanation {
  readonly message: string
  readonly hint?: string
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

/** A diagnostic at an offset of the text, with the line for the caret. */
export function diagnosticAt(source: SourceText, offset: number, explanation: Explanation): Diagnostic {
  const { line, column } = positionOf(source, offset)
  return {
    place: `${source.name}:${line}:${column}`,
    ...explanation,
    excerpt: excerptAround(source.rootLines[line - 1] ?? '', column)
  }
}

function excerptAround(line: string, column: number): { line: string; column: number } {
  if (line.length <= excerptWidth) return { line, column }
  const from = Math.max(0, Math.min(column - excerptWidth / 2, line.length - excerptWidth))
  return { line: line.slice(from, from + excerptWidth), column: column - from }
}
