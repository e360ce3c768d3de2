import { fromMarkdown } from 'mdast-util-from-markdown'
import type { FenceBlock, HeadingBlock, MarkdownBlock } from './markdown-block.js'
import type { Span } from './source-text.js'

// Only the block structure is asked for; inline constructs cost time and could cost more on hostile texts.
const blockStructureOnly = {
  disable: {
    null: [
      'attention',
      'autolink',
      'characterEscape',
      'characterReference',
      'codeText',
      'hardBreakEscape',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
      // Level 1 and 2 headings only, which nobody asks for; its resolver is quadratic.
      'setextUnderline'
    ]
  }
}

/** The blocks at top level by the CommonMark syntax tree; the only file that loads the Markdown parser. */
export function syntaxTreeBlocks(text: string): readonly MarkdownBlock[] {
  const tree = fromMarkdown(text, { extensions: [blockStructureOnly] })
  return tree.children.map(child => {
    const span = { start: child.position?.start.offset ?? 0, end: child.position?.end.offset ?? 0 }
    if (child.type === 'heading') return headingBlock(text, span, child.depth)
    return (child.type === 'code' ? fenceBlock(text, span) : undefined) ?? { kind: 'other', ...span }
  })
}

function headingBlock(text: string, span: Span, depth: number): HeadingBlock {
  const source = text.slice(span.start, span.end)
  const title = source.startsWith('#')
    ? source.replace(/^#+/, '').replace(/(?:^|[ \t])#+[ \t]*$/, '')
    : source.slice(0, source.lastIndexOf('\n'))
  return { kind: 'heading', depth, text: title.replace(/^[ \t]+|[ \t]+$/g, ''), ...span }
}

function fenceBlock(text: string, span: Span): FenceBlock | undefined {
  const [first = '', ...rest] = text.slice(span.start, span.end).split('\n')
  const opening = /^(`{3,}|~{3,})[ \t]*([^\s`]*)/.exec(first)
  if (opening === null) return undefined
  const mark = opening[1] ?? ''
  const closing = new RegExp(`^ {0,3}${mark[0] ?? ''}{${mark.length},}[ \\t]*$`)
  const closed = rest.length > 0 && closing.test(rest[rest.length - 1] ?? '')
  const indent = span.start - (text.lastIndexOf('\n', span.start - 1) + 1)
  const lines = insideLines(closed ? rest.slice(0, -1) : rest, {
    start: span.start + first.length + 1,
    indent
  })
  return { kind: 'fence', language: (opening[2] ?? '').toLowerCase(), lines, closed, ...span }
}

/** Lines inside a fence; a fence indented by n spaces takes up to n spaces off each. */
function insideLines(
  lines: readonly string[],
  at: { readonly start: number; readonly indent: number }
): Span[] {
  let start = at.start
  return lines.map(line => {
    const spaces = line.length - line.replace(/^ +/, '').length
    const span = { start: start + Math.min(spaces, at.indent), end: start + line.length }
    start += line.length + 1
    return span
  })
}
