import type { Span } from './source-text.js'

/** A fenced code block: its language word and the pieces of text inside, one per line. */
export interface FenceBlock extends Span {
  readonly kind: 'fence'
  /** First word of the info string, lower case. */
  readonly language: string
  readonly lines: readonly Span[]
  /** False when the text ended before the fence was closed. */
  readonly closed: boolean
}

/** A heading with its level. */
export interface HeadingBlock extends Span {
  readonly kind: 'heading'
  readonly depth: number
  /** The heading's source text, marks and escapes included. */
  readonly text: string
}

/** Anything else at top level: paragraphs, lists, quotes, HTML, indented code. */
export interface OtherBlock extends Span {
  readonly kind: 'other'
}

/** A block of a Markdown text at top level, never one inside a list, a quote or a comment. */
export type MarkdownBlock = FenceBlock | HeadingBlock | OtherBlock
