import { unknownKey } from '../request/explain-issue.js'
import { listProblems } from './limit-problems.js'
import { entryOf, type MapNode, type Reading, type ScalarNode } from './document-node.js'
import {
  anchoredText,
  derivedText,
  diagnosticAt,
  type Diagnostic,
  type SourceText,
  type Span
} from './source-text.js'

const wrapperKeys: readonly string[] = ['title', 'labels', 'body', 'assignees']

/** The inside of a wrapped request: a map as it stands, or the text that holds one. */
export type Unwrapped =
  { readonly kind: 'map'; readonly node: MapNode } | { readonly kind: 'text'; readonly text: SourceText }

/** Whether a document is a request in the wrapped form (`title`, `labels`, `body`). */
export function isWrapped(node: MapNode): boolean {
  return entryOf(node, 'body') !== undefined
}

/** The body of a wrapped request; keys beside the wrapper's own are errors. */
export function unwrap(node: MapNode): Reading<Unwrapped> {
  const strangers = node.entries.filter(({ key }) => !wrapperKeys.includes(key))
  if (strangers.length > 0) return { ok: false, problems: listProblems(strangers, strangerProblem) }
  const body = entryOf(node, 'body')?.value
  if (body?.kind === 'map') return { ok: true, value: { kind: 'map', node: body } }
  if (body?.kind === 'scalar' && typeof body.value === 'string') {
    return { ok: true, value: { kind: 'text', text: insideText(body, body.value) } }
  }
  const at = body ?? node
  return {
    ok: false,
    problems: [diagnosticAt(at.source, at.start, { message: '"body" must hold the request' })]
  }
}

function strangerProblem(entry: {
  readonly key: string
  readonly source: SourceText
  readonly start: number
}): Diagnostic {
  const { message } = unknownKey(entry.key, wrapperKeys, '')
  const hint =
    'Beside "body" there may be only title, labels and assignees: fields of the request go inside it.'
  return diagnosticAt(entry.source, entry.start, { message, hint })
}

/** The text of a scalar; a literal block (`|`) keeps its lines and columns, any other form stands where it starts. */
function insideText(node: ScalarNode, value: string): SourceText {
  const { source, start } = node
  const pieces = literalPieces(source.text, start)
  const literal = pieces === undefined ? undefined : derivedText(source, pieces)
  if (literal !== undefined && literal.text.trimEnd() === value.trimEnd()) return literal
  return anchoredText(source, start, value)
}

// `|`, `|-`, `|2`, `|2-`, `|-2`, each perhaps with a comment behind it.
const literalHeader = /^\|([-+]?[1-9]?|[1-9][-+])(?:[ \t]+#[^\n]*|[ \t]*)\n/
const longestHeader = 200

/** A digit in the header is the indentation beyond that of the line with the key. */
function writtenIndent(text: string, start: number, indicators: string): number | undefined {
  const digit = /[1-9]/.exec(indicators)?.[0]
  if (digit === undefined) return undefined
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start)
  return line.length - line.replace(/^ +/, '').length + Number(digit)
}

function literalPieces(text: string, start: number): Span[] | undefined {
  const header = literalHeader.exec(text.slice(start, start + longestHeader))
  if (header === null) return undefined
  const pieces: Span[] = []
  let indent = writtenIndent(text, start, header[1] ?? '')
  for (let at = start + header[0].length; at <= text.length;) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const spaces = /^ */.exec(text.slice(at, end))?.[0].length ?? 0
    const blank = at + spaces === end
    indent ??= blank ? undefined : spaces
    if (!blank && spaces < (indent ?? 0)) break
    pieces.push({ start: Math.min(end, at + (indent ?? spaces)), end })
    at = end + 1
  }
  return pieces
}
