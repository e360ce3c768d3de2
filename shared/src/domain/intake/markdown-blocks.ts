import type { Span } from './source-text.js'
import { plainBlocks } from './plain-blocks.js'

/** A fenced code block: its language word and the pieces of text inside, one per line. */
export interface FenceBlock extends Span {
  readonly kind: 'fence'
  /** First word of the info string, lower case. */
  readonly language: string
  readonly lines: readonly Span[]
  /** False when the text ended before the fence was closed. */
  readonly closed: boolean
}

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

const maxLines = 5000
const maxContainers = 1000
const containers = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))+/gm
const container = />|[-+*]|\d+[.)]/g

/**
 * The blocks of a Markdown text (CommonMark) in order; the text has LF line ends. Undefined: the text has more
 * lines, lists or quotes than a person writes, and the parser's time would grow with their square.
 */
export async function markdownBlocks(text: string): Promise<readonly MarkdownBlock[] | undefined> {
  const plain = plainBlocks(text)
  if (plain !== undefined) return plain
  if (isOverloaded(text)) return undefined
  const { syntaxTreeBlocks } = await import('./syntax-tree-blocks.js')
  return syntaxTreeBlocks(text)
}

function isOverloaded(text: string): boolean {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  if (lines > maxLines) return true
  const markers = (text.match(containers) ?? []).map(prefix => prefix.match(container)?.length ?? 0)
  return markers.reduce((sum, count) => sum + count, 0) > maxContainers
}
