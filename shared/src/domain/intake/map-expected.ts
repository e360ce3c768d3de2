import { phrase } from '../text/phrase.js'
import type { DocumentNode } from './document-node.js'
import type { Explanation } from './source-text.js'

/** What to say where a map of fields should stand; a full-width colon, which makes no field, is pointed out. */
export function mapExpected(node: DocumentNode): Explanation {
  const isFullWidth = node.kind === 'scalar' && /^[A-Za-z_]{1,40}[ \t]*：/.test(node.text)
  const hint = isFullWidth
    ? phrase`Write "${':'}": in its place stands ${'U+FF1A'}.`
    : 'Write one field per line, such as "algorithm: random_forest".'
  return { message: 'a map of fields was expected here', hint }
}
