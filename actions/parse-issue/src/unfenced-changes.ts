import type { MarkdownBlock } from '../../../shared/src/domain/intake/markdown-block.js'
import { isRequestFence, markdownBlocks } from '../../../shared/src/domain/intake/markdown-blocks.js'
import { listProblems } from '../../../shared/src/domain/intake/limit-problems.js'
import {
  diagnosticAt,
  type Diagnostic,
  type SourceText
} from '../../../shared/src/domain/intake/source-text.js'
import { requestFieldNames } from '../../../shared/src/domain/request/request-fields.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'

const field = /^([ \t]*(?:\{[ \t]*)?)"?([a-z_]{1,40})"?[ \t]*[:：]/gm

interface Mention {
  readonly name: string
  readonly start: number
}

/**
 * Lines of a comment that give a field of a request a value where nobody reads it: outside the yaml or json block.
 * What is quoted with `>`, stands in an HTML comment or in a block tagged `text` is content.
 */
export async function unfencedChanges(source: SourceText): Promise<readonly Diagnostic[]> {
  const mentions = mentionsIn(source.text)
  if (mentions.length === 0) return []
  const skipped = ((await markdownBlocks(source.text)) ?? []).filter(block => isSkipped(source.text, block))
  const unread = mentions.filter(
    ({ start }) => !skipped.some(span => span.start <= start && start < span.end)
  )
  return listProblems(unread, ({ name, start }) =>
    diagnosticAt(source, start, {
      message: phrase`"${name}" stands outside a yaml block, where it would change nothing`,
      hint: 'Put the changes between a line ```yaml and a line ```; quote with ">" what is only mentioned.'
    })
  )
}

function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(field)].flatMap(match => {
    const [, before = '', name = ''] = match
    return requestFieldNames.includes(name) ? [{ name, start: match.index + before.length }] : []
  })
}

function isSkipped(text: string, block: MarkdownBlock): boolean {
  if (block.kind === 'fence') return block.language === 'text' || isRequestFence(block)
  return text.startsWith('<!--', block.start)
}
