import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type YAMLError
} from 'yaml'
import { maxDepth, type DocumentNode, type MapEntry, type Reading } from './document-node.js'
import { halfCharacter, loneSurrogate } from './lone-surrogate.js'
import { diagnosticAt, type Diagnostic, type SourceText } from './source-text.js'
import { phrase, type Wording } from '../text/phrase.js'

const options = {
  version: '1.2',
  schema: 'core',
  merge: false,
  stringKeys: true,
  prettyErrors: false,
  logLevel: 'silent',
  // Checked below with a set: the parser compares every pair of keys.
  uniqueKeys: false
} as const

const maxSyntaxProblems = 5

interface Conversion {
  readonly source: SourceText
  readonly problems: Diagnostic[]
}

/** Reads a document with the `yaml` package; the only file that loads it. */
export function readReferenceYaml(source: SourceText): Reading<DocumentNode> {
  const deep = nestingTooDeep(source.text)
  if (deep !== undefined) return failure(source, deep, tooDeep)
  // A directive could switch to YAML 1.1, where `no` is false and `1_000` a number.
  const directive = /^(?:[ \t]*(?:#.*)?\n)*%/.exec(source.text)
  if (directive !== null)
    return failure(source, directive[0].length - 1, 'YAML directives (%) are not accepted')
  const list = parseDocuments(source.text)
  if (list === undefined) return failure(source, 0, tooDeep)
  // Each is given its line and column, which takes the longer the longer the line.
  const errors = list.flatMap(document => document.errors).slice(0, maxSyntaxProblems)
  if (errors.length > 0) return { ok: false, problems: errors.map(error => syntaxProblem(source, error)) }
  const [first, second] = list
  if (second !== undefined) return failure(source, second.range[0], oneDocument)
  return first?.contents ? convertDocument(source, first.contents) : failure(source, 0, empty)
}

/** Undefined when the text is nested deeper than the parser's recursion can follow. */
function parseDocuments(text: string): readonly Document.Parsed[] | undefined {
  const { stackTraceLimit } = Error
  // A text can hold a fault per character, and most of the time would go into the stacks of the parser's errors.
  Error.stackTraceLimit = 0
  try {
    const documents = parseAllDocuments(text, options)
    return Array.isArray(documents) ? documents : []
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

const tooDeep = phrase`maps and lists are nested deeper than ${maxDepth} levels`
const oneDocument = 'a second document starts here; a request is one document'
const empty = 'the request is empty'

function failure(source: SourceText, offset: number, message: Wording): Reading<DocumentNode> {
  return { ok: false, problems: [diagnosticAt(source, offset, { message })] }
}

/**
 * Offset at which more collections may be open than are allowed, by a bound that needs no parser: opening brackets
 * and `-`/`?` indicators count, quotes are ignored. It keeps the parser's recursion and its quadratic cases small.
 */
function nestingTooDeep(text: string): number | undefined {
  let open = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '[' || character === '{') open += 1
    else if (character === ']' || character === '}') open = Math.max(0, open - 1)
    if (open > maxDepth * 4) return index
  }
  const indicators = /^ *(?:[-?:] +){17}/m.exec(text)
  return indicators?.index
}

function syntaxProblem(source: SourceText, error: YAMLError): Diagnostic {
  const message = error.message.split('\n', 1)[0] ?? ''
  const at = Math.min(error.pos[0], source.text.length)
  return diagnosticAt(source, at, {
    message: phrase`not valid YAML: ${message.slice(0, 200)}`,
    hint: isOddlySeparated(source.text, at) ? oddSeparator : quoteAndIndent
  })
}

const quoteAndIndent = 'Put texts with special characters in quotes, and indent with spaces.'
const oddSeparator =
  'The colon after the name, or the blank after the colon, is not the usual one: write ": " there.'

/** Whether the line separates name and value as Japanese keyboards and copied web pages do. */
function isOddlySeparated(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ -]*[A-Za-z_][\w.-]{0,63}(?:\p{Zs}?\uff1a|:(?! )\p{Zs})/u.test(text.slice(start, start + 200))
}

function convertDocument(source: SourceText, contents: Node): Reading<DocumentNode> {
  const conversion: Conversion = { source, problems: [] }
  const node = convert(conversion, contents, 0)
  return conversion.problems.length > 0 || node === undefined
    ? { ok: false, problems: conversion.problems }
    : { ok: true, value: node }
}

function refuse(conversion: Conversion, offset: number, message: Wording): undefined {
  if (conversion.problems.length < 20)
    conversion.problems.push(diagnosticAt(conversion.source, offset, { message }))
  return undefined
}

function convert(conversion: Conversion, node: unknown, depth: number): DocumentNode | undefined {
  const start = startOf(node)
  if (isAlias(node)) return refuse(conversion, start, 'aliases (*) are not accepted; write the value out')
  if (isScalar(node) || isMap(node) || isSeq(node)) {
    if (node.anchor !== undefined)
      return refuse(conversion, start, 'anchors (&) are not accepted; write the value out')
    if (node.tag !== undefined) return refuse(conversion, start, 'tags (!) are not accepted')
  }
  if (isScalar(node)) return convertScalar(conversion, node.value, { start, spelled: node.source })
  if (depth >= maxDepth) return refuse(conversion, start, tooDeep)
  if (isSeq(node)) return convertSequence(conversion, node.items, { start, depth })
  if (isMap(node)) return convertMap(conversion, node.items, { start, depth })
  return refuse(conversion, start, 'this value cannot be read')
}

function startOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range
  return range?.[0] ?? 0
}

function convertScalar(
  conversion: Conversion,
  value: unknown,
  at: { readonly start: number; readonly spelled: string | undefined }
): DocumentNode | undefined {
  const { start } = at
  if (typeof value === 'string' && loneSurrogate(value) !== undefined)
    return refuse(conversion, start, halfCharacter.message)
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    const text = typeof value === 'string' ? value : (at.spelled ?? String(value ?? ''))
    return { kind: 'scalar', source: conversion.source, start, value, text }
  }
  return refuse(conversion, start, 'this value is neither text nor number')
}

function convertSequence(
  conversion: Conversion,
  children: readonly unknown[],
  at: { readonly start: number; readonly depth: number }
): DocumentNode {
  const items: DocumentNode[] = []
  for (const child of children) {
    const item = convert(conversion, child, at.depth + 1)
    if (item !== undefined) items.push(item)
  }
  return { kind: 'sequence', source: conversion.source, start: at.start, items }
}

function convertMap(
  conversion: Conversion,
  pairs: readonly Pair[],
  at: { readonly start: number; readonly depth: number }
): DocumentNode {
  const entries: MapEntry[] = []
  const keys = new Set<string>()
  for (const pair of pairs) {
    const entry = convertEntry(conversion, pair, at.depth)
    if (entry === undefined) continue
    if (keys.has(entry.key))
      refuse(conversion, entry.start, phrase`the key "${entry.key.slice(0, 64)}" is given twice`)
    keys.add(entry.key)
    entries.push(entry)
  }
  return { kind: 'map', source: conversion.source, start: at.start, entries }
}

function convertEntry(conversion: Conversion, pair: Pair, depth: number): MapEntry | undefined {
  const start = startOf(pair.key)
  const key = convert(conversion, pair.key, depth + 1)
  if (key?.kind !== 'scalar') return undefined
  if (key.text === '<<') return refuse(conversion, start, 'merge keys (<<) are not accepted')
  const { source } = conversion
  const value: DocumentNode | undefined =
    pair.value === null
      ? { kind: 'scalar', source, start, value: null, text: '' }
      : convert(conversion, pair.value, depth + 1)
  return value === undefined ? undefined : { source, start, key: key.text, value }
}
