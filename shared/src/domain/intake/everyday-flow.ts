import { coreScalar } from './core-scalar.js'
import { maxDepth, type DocumentNode, type MapEntry } from './document-node.js'
import type { SourceText } from './source-text.js'

interface Flow {
  readonly source: SourceText
  readonly text: string
  /** Offset of `text` in the source. */
  readonly start: number
  position: number
}

const quoted = /"[^"\\]*"|'[^']*'/y
const plain = /(?:[A-Za-z0-9_.\u3041-\u30ff\u4e00-\u9fff]|-[0-9.])[^,[\]{}:#"'\n]*/y
const key = /[A-Za-z_][A-Za-z0-9_.-]*(?=: )/y
const spaces = / */y

/** A flow collection that stands on one line, or undefined when the reference parser should look at it. */
export function readFlow(
  source: SourceText,
  text: string,
  at: { readonly start: number; readonly depth: number }
): DocumentNode | undefined {
  const flow: Flow = { source, text, start: at.start, position: 0 }
  const node = readValue(flow, at.depth + 1)
  return flow.position === text.length ? node : undefined
}

function readValue(flow: Flow, depth: number): DocumentNode | undefined {
  if (depth > maxDepth + 1) return undefined
  const start = flow.start + flow.position
  const opening = flow.text[flow.position]
  if (opening === '{') return depth > maxDepth ? undefined : readMap(flow, depth)
  if (opening === '[') return depth > maxDepth ? undefined : readSequence(flow, depth)
  const inQuotes = take(flow, quoted)
  if (inQuotes !== undefined) {
    const value = inQuotes.slice(1, -1)
    return { kind: 'scalar', source: flow.source, start, value, text: value }
  }
  const word = take(flow, plain)?.replace(/ +$/, '')
  if (word === undefined) return undefined
  return { kind: 'scalar', source: flow.source, start, value: coreScalar(word), text: word }
}

function readMap(flow: Flow, depth: number): DocumentNode | undefined {
  const start = flow.start + flow.position
  const entries: MapEntry[] = []
  const keys = new Set<string>()
  const complete = readItems(flow, '}', () => {
    const entryStart = flow.start + flow.position
    const name = take(flow, key)
    if (name === undefined || keys.has(name) || typeof coreScalar(name) !== 'string') return false
    keys.add(name)
    flow.position += 1
    take(flow, spaces)
    const value = readValue(flow, depth + 1)
    if (value === undefined) return false
    entries.push({ source: flow.source, start: entryStart, key: name, value })
    return true
  })
  return complete ? { kind: 'map', source: flow.source, start, entries } : undefined
}

function readSequence(flow: Flow, depth: number): DocumentNode | undefined {
  const start = flow.start + flow.position
  const items: DocumentNode[] = []
  const complete = readItems(flow, ']', () => {
    const item = readValue(flow, depth + 1)
    if (item === undefined) return false
    items.push(item)
    return true
  })
  return complete ? { kind: 'sequence', source: flow.source, start, items } : undefined
}

/** Items between the bracket at the position and the closing one; false when something is out of the ordinary. */
function readItems(flow: Flow, closing: string, readItem: () => boolean): boolean {
  flow.position += 1
  take(flow, spaces)
  if (flow.text[flow.position] === closing) {
    flow.position += 1
    return true
  }
  while (readItem()) {
    take(flow, spaces)
    const separator = flow.text[flow.position]
    flow.position += 1
    if (separator === closing) return true
    if (separator !== ',' || flow.text[flow.position] !== ' ') return false
    take(flow, spaces)
  }
  return false
}

function take(flow: Flow, pattern: RegExp): string | undefined {
  pattern.lastIndex = flow.position
  const match = pattern.exec(flow.text)?.[0]
  if (match !== undefined) flow.position += match.length
  return match
}
