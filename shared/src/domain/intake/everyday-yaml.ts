import { coreScalar } from './core-scalar.js'
import { readFlow } from './everyday-flow.js'
import { maxDepth, type DocumentNode, type MapEntry } from './document-node.js'
import type { SourceText } from './source-text.js'

interface Line {
  readonly start: number
  readonly indent: number
  /** From the first character that is not a space, without a trailing comment. */
  readonly content: string
}

interface Cursor {
  readonly source: SourceText
  readonly lines: readonly Line[]
  next: number
}

/** Thrown inside this file only: the text needs the reference parser. */
class NotEveryday extends Error {}

// Anything but printable ASCII and kana or CJK ideographs has rules of its own somewhere in YAML.
const ordinary = /^[\x20-\x7e\n\u3041-\u30ff\u4e00-\u9fff]*$/
const entryPattern = /^([A-Za-z_][A-Za-z0-9_.-]*):(?: +(.*))?$/
const plainPattern = /^(?:[A-Za-z0-9_./(+\u3041-\u30ff\u4e00-\u9fff]|-[0-9.A-Za-z])/
const quotedPattern = /^(?:"[^"\\]*"|'[^']*')$/

/**
 * Reads the YAML people write every day (block maps, lists of scalars, one-line flow collections) and gives
 * undefined for everything else, faulty texts included: then the reference parser decides. What is read here is
 * read as the reference parser reads it; it only saves loading that parser.
 */
export function readEverydayYaml(source: SourceText): DocumentNode | undefined {
  if (!ordinary.test(source.text)) return undefined
  try {
    const cursor: Cursor = { source, lines: contentLines(source), next: 0 }
    const first = cursor.lines[0]
    if (first === undefined || first.indent !== 0 || !entryPattern.test(first.content)) return undefined
    const map = readMap(cursor, 0, 1)
    return cursor.next === cursor.lines.length ? map : undefined
  } catch (error) {
    if (error instanceof NotEveryday) return undefined
    throw error
  }
}

function contentLines(source: SourceText): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const text of source.text.split('\n')) {
    const indent = text.length - text.replace(/^ +/, '').length
    const content = withoutComment(text.slice(indent))
    if (content !== '') lines.push({ start: start + indent, indent, content })
    start += text.length + 1
  }
  return lines
}

function withoutComment(text: string): string {
  if (text.startsWith('#')) return ''
  const hash = text.indexOf(' #')
  if (hash < 0) return trimEnd(text)
  // A hash after a quote may belong to the quoted text.
  const quote = text.search(/["']/)
  if (quote >= 0 && quote < hash) {
    const quoted = /^[^"']*(?:"[^"\\]*"|'[^']*')(?= |$)/.exec(text)?.[0]
    if (quoted === undefined || !/^ *(?: #|$)/.test(text.slice(quoted.length))) throw new NotEveryday()
    return quoted
  }
  return trimEnd(text.slice(0, hash))
}

function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === ' ') end -= 1
  return text.slice(0, end)
}

function readMap(cursor: Cursor, indent: number, depth: number): DocumentNode {
  if (depth > maxDepth) throw new NotEveryday()
  const entries: MapEntry[] = []
  const keys = new Set<string>()
  const start = cursor.lines[cursor.next]?.start ?? 0
  for (let line = cursor.lines[cursor.next]; line?.indent === indent; line = cursor.lines[cursor.next]) {
    const match = entryPattern.exec(line.content)
    const key = match?.[1]
    if (key === undefined || keys.has(key) || typeof coreScalar(key) !== 'string') throw new NotEveryday()
    keys.add(key)
    cursor.next += 1
    const rest = match?.[2] ?? ''
    const value = rest === '' ? readBelow(cursor, line, depth) : readInline(cursor, line, rest, depth)
    entries.push({ source: cursor.source, start: line.start, key, value })
  }
  return { kind: 'map', source: cursor.source, start, entries }
}

/** What stands under `key:`: nothing, a deeper map or a deeper list. */
function readBelow(cursor: Cursor, parent: Line, depth: number): DocumentNode {
  const below = cursor.lines[cursor.next]
  if (below === undefined || below.indent < parent.indent || isSibling(below, parent)) {
    return {
      kind: 'scalar',
      source: cursor.source,
      start: parent.start + parent.content.length,
      value: null,
      text: ''
    }
  }
  if (below.indent === parent.indent) throw new NotEveryday()
  const node = below.content.startsWith('- ')
    ? readSequence(cursor, below.indent, depth + 1)
    : readMap(cursor, below.indent, depth + 1)
  const after = cursor.lines[cursor.next]
  if (after !== undefined && after.indent > parent.indent) throw new NotEveryday()
  return node
}

function isSibling(line: Line, parent: Line): boolean {
  return line.indent === parent.indent && entryPattern.test(line.content)
}

function readSequence(cursor: Cursor, indent: number, depth: number): DocumentNode {
  if (depth > maxDepth) throw new NotEveryday()
  const items: DocumentNode[] = []
  const start = cursor.lines[cursor.next]?.start ?? 0
  for (let line = cursor.lines[cursor.next]; line?.indent === indent; line = cursor.lines[cursor.next]) {
    const rest = /^- +(.+)$/.exec(line.content)?.[1]
    if (rest === undefined) throw new NotEveryday()
    cursor.next += 1
    items.push(readInline(cursor, line, rest, depth))
  }
  return { kind: 'sequence', source: cursor.source, start, items }
}

/** A value on the line of its key; deeper lines after it would continue it, which is not everyday. */
function readInline(cursor: Cursor, line: Line, text: string, depth: number): DocumentNode {
  const following = cursor.lines[cursor.next]
  if (following !== undefined && following.indent > line.indent) throw new NotEveryday()
  const start = line.start + line.content.length - text.length
  const node = readOneLine(cursor.source, text, { start, depth })
  if (node === undefined) throw new NotEveryday()
  return node
}

function readOneLine(
  source: SourceText,
  text: string,
  at: { start: number; depth: number }
): DocumentNode | undefined {
  const { start } = at
  if (text.startsWith('{') || text.startsWith('[')) return readFlow(source, text, at)
  if (quotedPattern.test(text)) {
    const inside = text.slice(1, -1)
    return { kind: 'scalar', source, start, value: inside, text: inside }
  }
  if (!plainPattern.test(text) || text.includes(': ') || text.endsWith(':')) return undefined
  return { kind: 'scalar', source, start, value: coreScalar(text), text }
}
