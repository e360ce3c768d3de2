import type { DocumentNode, MapNode } from '../intake/document-node.js'
import { inOwnSpelling } from '../intake/in-own-spelling.js'
import { locate } from '../intake/plain-value.js'
import { diagnosticAt, type Diagnostic } from '../intake/source-text.js'
import type { RequestFault, TextPlace } from './request-fault.js'

/** A fault at the place in the document where its value was written, or should have been. */
export function placedFault(document: MapNode, { path, inside, message, hint }: RequestFault): Diagnostic {
  const node = locate(document, path)
  const offset = inside === undefined ? node.start : offsetInside(node, inside)
  const explanation = { message, ...(hint === undefined ? {} : { hint }) }
  return diagnosticAt(node.source, offset, inOwnSpelling(explanation, node))
}

/** Where a place inside a text stands, if the text is written as it is; else where the text starts. */
function offsetInside(node: DocumentNode, { line, column }: TextPlace): number {
  if (node.kind !== 'scalar' || line !== 1) return node.start
  const { source, start, text } = node
  const first = /["']/.test(source.text[start] ?? '') ? start + 1 : start
  if (!source.text.startsWith(text, first)) return start
  const before = Array.from(text).slice(0, column - 1)
  return first + before.join('').length
}
