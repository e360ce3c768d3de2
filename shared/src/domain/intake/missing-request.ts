import { questionsOf } from './form-questions.js'
import type { FormTemplate } from './form-template.js'
import type { MarkdownBlock } from './markdown-block.js'
import { diagnosticAt, type Diagnostic, type SourceText } from './source-text.js'

/** What is said of a text in which there is no request. */
export const noRequest = {
  message: 'no training request was found',
  hint: 'Write it in one ```yaml block at top level (not quoted, not in a list), or use the issue form.'
}

const insideHtml = {
  message: 'this block is a part of the HTML above it, which ends at a blank line',
  hint: 'Leave a blank line between them.'
}
const beforeForm = {
  message: 'text stands before the first question of the issue form',
  hint: 'Remove it: the body begins with a heading of the form.'
}

const requestFence = /^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:yaml|yml|json)\b/im

interface FormOptions {
  readonly fieldNames: readonly string[]
  readonly loadForm?: (headings: readonly string[]) => Promise<FormTemplate | undefined>
}

/** Why a text with blocks or headings holds no request, as far as it can be told. */
export async function explainMissingRequest(
  source: SourceText,
  blocks: readonly MarkdownBlock[],
  options: FormOptions
): Promise<Diagnostic> {
  const swallowed = fenceInHtml(source.text, blocks)
  if (swallowed !== undefined) return diagnosticAt(source, swallowed, insideHtml)
  return diagnosticAt(source, 0, (await holdsQuestion(blocks, options)) ? beforeForm : noRequest)
}

/** Offset of the first block of a request that Markdown takes for HTML; a comment hides on purpose. */
function fenceInHtml(text: string, blocks: readonly MarkdownBlock[]): number | undefined {
  for (const { kind, start, end } of blocks) {
    if (kind !== 'other' || text[start] !== '<' || text.startsWith('<!--', start)) continue
    const fence = requestFence.exec(text.slice(start, end))
    if (fence !== null) return start + fence.index + fence[0].search(/[`~]/)
  }
  return undefined
}

async function holdsQuestion(
  blocks: readonly MarkdownBlock[],
  { fieldNames, loadForm }: FormOptions
): Promise<boolean> {
  const headings = blocks.flatMap(block =>
    block.kind === 'heading' && block.depth === 3 ? [block.text] : []
  )
  if (headings.length === 0) return false
  const questionOf = questionsOf(await loadForm?.(headings), fieldNames)
  return headings.some(text => questionOf(text) !== undefined)
}
