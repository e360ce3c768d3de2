import type { FenceBlock, MarkdownBlock } from './markdown-block.js'
import type { Span } from './source-text.js'

interface Line extends Span {
  readonly text: string
}

const opening = /^(`{3,}|~{3,}) *([A-Za-z]*) *$/
const heading = /^(#{1,6}) +([A-Za-z\u3041-\u30ff\u4e00-\u9fff](?:[^#\\&\u0000]*[^#\\&\u0000 ])?) *$/
// Lines that can only be paragraph text: no list, quote, HTML, rule, definition or indented code starts like this.
const paragraph = /^(?:[A-Za-z{\u3041-\u30ff\u4e00-\u9fff][^\u0000]*|\d+(?:\.\d+)?|_No response_)$/

/**
 * The blocks of a text of plain paragraphs, `#` headings and fences at the margin, or undefined when any line could
 * mean something else: then the CommonMark parser decides. It only saves loading that parser.
 */
export function plainBlocks(text: string): readonly MarkdownBlock[] | undefined {
  if (text.includes('\t')) return undefined
  const lines = linesOf(text)
  const blocks: MarkdownBlock[] = []
  for (let index = 0; index < lines.length;) {
    const read = readBlock(lines, index)
    if (read === undefined) return undefined
    if (read.block !== undefined) blocks.push(read.block)
    index = read.next
  }
  return blocks
}

function linesOf(text: string): Line[] {
  let start = 0
  return text.split('\n').map(line => {
    const span = { text: line, start, end: start + line.length }
    start = span.end + 1
    return span
  })
}

function readBlock(
  lines: readonly Line[],
  index: number
): { readonly block: MarkdownBlock | undefined; readonly next: number } | undefined {
  const line = lines[index]
  if (line === undefined || line.text === '') return { block: undefined, next: index + 1 }
  const fence = opening.exec(line.text)
  if (fence) return readFence(lines, index, { mark: fence[1] ?? '', language: fence[2] ?? '' })
  const title = heading.exec(line.text)
  if (title) {
    const { start, end } = line
    const block = { kind: 'heading', depth: title[1]?.length ?? 1, text: title[2] ?? '', start, end } as const
    return { block, next: index + 1 }
  }
  return readParagraph(lines, index)
}

function readParagraph(
  lines: readonly Line[],
  index: number
): { readonly block: MarkdownBlock; readonly next: number } | undefined {
  let next = index
  while (paragraph.test(lines[next]?.text ?? '')) next += 1
  const [first, last] = [lines[index], lines[next - 1]]
  if (next === index || first === undefined || last === undefined) return undefined
  return { block: { kind: 'other', start: first.start, end: last.end }, next }
}

function readFence(
  lines: readonly Line[],
  index: number,
  opened: { readonly mark: string; readonly language: string }
): { readonly block: FenceBlock; readonly next: number } | undefined {
  const closing = new RegExp(`^ {0,3}${opened.mark[0] ?? ''}{${opened.mark.length},} *$`)
  let end = index + 1
  while (end < lines.length && !closing.test(lines[end]?.text ?? '')) end += 1
  const [first, last] = [lines[index], lines[end]]
  if (first === undefined || last === undefined) return undefined
  const inside = lines.slice(index + 1, end).map(line => ({ start: line.start, end: line.end }))
  const language = opened.language.toLowerCase()
  const block = {
    kind: 'fence',
    language,
    lines: inside,
    closed: true,
    start: first.start,
    end: last.end
  } as const
  return { block, next: end + 1 }
}
