import type { FenceBlock, MarkdownBlock } from './markdown-block.js'
import { plainBlocks } from './plain-blocks.js'

const requestLanguages: readonly string[] = ['yaml', 'yml', 'json']

/** Whether a block is tagged as what holds a request. */
export function isRequestFence(block: MarkdownBlock): block is FenceBlock {
  return block.kind === 'fence' && requestLanguages.includes(block.language)
}

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
