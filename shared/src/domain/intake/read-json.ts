import { maxDepth, type DocumentNode, type MapEntry, type Reading } from './document-node.js'
import { halfCharacter, loneSurrogate } from './lone-surrogate.js'
import { diagnosticAt, type SourceText } from './source-text.js'
import { asPhrase, inEnglish, phrase, type Wording } from '../text/phrase.js'

interface Scan {
  readonly source: SourceText
  position: number
}

class JsonFault extends Error {
  readonly offset: number
  readonly wording: Wording

  constructor(offset: number, wording: Wording) {
    super(inEnglish(wording))
    this.offset = offset
    this.wording = wording
  }
}

const space = /[ \t\n]*/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
const word = /true|false|null/y

/** Reads one JSON text (RFC 8259) with the place of every value; duplicate keys are errors. */
export function readJson(source: SourceText): Reading<DocumentNode> {
  const scan: Scan = { source, position: 0 }
  try {
    const value = readValue(scan, 0)
    skip(scan)
    if (scan.position < source.text.length)
      throw new JsonFault(scan.position, 'unexpected text after the JSON value')
    return { ok: true, value }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    const message = phrase`not valid JSON: ${asPhrase(error.wording)}`
    return { ok: false, problems: [diagnosticAt(source, error.offset, { message })] }
  }
}

function readValue(scan: Scan, depth: number): DocumentNode {
  skip(scan)
  const start = scan.position
  if (depth >= maxDepth) throw new JsonFault(start, phrase`nested deeper than ${maxDepth} levels`)
  const next = scan.source.text[start]
  if (next === '{') return readObject(scan, depth)
  if (next === '[') return readArray(scan, depth)
  return readScalar(scan)
}

function readScalar(scan: Scan): DocumentNode {
  const start = scan.position
  const spelled = take(scan, string) ?? take(scan, number) ?? take(scan, word)
  if (spelled === undefined) throw new JsonFault(start, 'a value was expected here')
  const value = JSON.parse(spelled) as string | number | boolean | null
  if (typeof value === 'string') refuseHalfCharacters(value, start)
  return {
    kind: 'scalar',
    source: scan.source,
    start,
    value,
    text: typeof value === 'string' ? value : spelled
  }
}

function refuseHalfCharacters(text: string, offset: number): void {
  if (loneSurrogate(text) !== undefined) throw new JsonFault(offset, halfCharacter.message)
}

function readObject(scan: Scan, depth: number): DocumentNode {
  const start = scan.position
  const entries: MapEntry[] = []
  const keys = new Set<string>()
  readItems(scan, '}', () => {
    const keyStart = scan.position
    const spelled = take(scan, string)
    if (spelled === undefined) throw new JsonFault(keyStart, 'a key in double quotes was expected here')
    const key = JSON.parse(spelled) as string
    refuseHalfCharacters(key, keyStart)
    if (keys.has(key)) throw new JsonFault(keyStart, phrase`the key "${key.slice(0, 64)}" is given twice`)
    keys.add(key)
    expect(scan, ':')
    entries.push({ source: scan.source, start: keyStart, key, value: readValue(scan, depth + 1) })
  })
  return { kind: 'map', source: scan.source, start, entries }
}

function readArray(scan: Scan, depth: number): DocumentNode {
  const start = scan.position
  const items: DocumentNode[] = []
  readItems(scan, ']', () => items.push(readValue(scan, depth + 1)))
  return { kind: 'sequence', source: scan.source, start, items }
}

function readItems(scan: Scan, closing: string, readItem: () => unknown): void {
  scan.position += 1
  skip(scan)
  if (accept(scan, closing)) return
  do {
    skip(scan)
    readItem()
    skip(scan)
  } while (accept(scan, ','))
  expect(scan, closing)
}

function skip(scan: Scan): void {
  take(scan, space)
}

function accept(scan: Scan, character: string): boolean {
  if (scan.source.text[scan.position] !== character) return false
  scan.position += 1
  return true
}

function expect(scan: Scan, character: string): void {
  skip(scan)
  if (!accept(scan, character)) throw new JsonFault(scan.position, phrase`"${character}" was expected here`)
}

function take(scan: Scan, pattern: RegExp): string | undefined {
  pattern.lastIndex = scan.position
  const match = pattern.exec(scan.source.text)?.[0]
  if (match !== undefined) scan.position += match.length
  return match
}
