import type * as z from 'zod/mini'
import { explainIssue, unknownKey } from '../request/explain-issue.js'
import { knownKeys } from '../request/known-keys.js'
import { homesOf, misplacedKey } from '../request/misplaced-key.js'
import type { DocumentNode, MapEntry, MapNode, Reading } from './document-node.js'
import { inOwnSpelling } from './in-own-spelling.js'
import { limitProblems, maxExplained } from './limit-problems.js'
import { mapExpected } from './map-expected.js'
import { locate, locateKey, plainValue, type ValuePath } from './plain-value.js'
import { diagnosticAt, type Diagnostic, type Explanation } from './source-text.js'
import { withoutPaths } from './without-paths.js'

interface DocumentSchema<T> {
  readonly schema: z.ZodMiniType<T>
  readonly textFields: ReadonlySet<string>
  /** The section that takes any name, such as `hyperparameters`, in which a strange key of the top level belongs. */
  readonly freeSectionOf?: (key: string) => string | undefined
}

/** What of a document fits its schema, and everything that does not. */
export interface PartialReading<T> {
  readonly value: T
  readonly problems: readonly Diagnostic[]
  /** Problems beside those that are listed. */
  readonly unlisted: number
  /** What was left out of the value, because it or something in it does not fit. */
  readonly unusable: readonly ValuePath[]
}

/** Checks a document against a schema of strict objects; keys without a value at top level count as absent. */
export function readDocument<T>(node: DocumentNode, as: DocumentSchema<T>): Reading<T> {
  if (node.kind !== 'map')
    return { ok: false, problems: [diagnosticAt(node.source, node.start, mapExpected(node))] }
  const { value, problems, unlisted } = readFittingPart(node, as)
  if (problems.length === 0) return { ok: true, value }
  return { ok: false, problems: limitProblems(problems, unlisted) }
}

/** Checks a map against a schema in which every field may be absent, and gives the fields that fit. */
export function readFittingPart<T>(node: MapNode, as: DocumentSchema<T>): PartialReading<T> {
  const filled = withoutEmptyKeys(node)
  const reserved = reservedKeys(filled)
  const warned = reserved.slice(0, maxExplained).map(reservedProblem)
  const document = reserved.length > 0 ? withoutReservedKeys(filled) : filled
  const value = plainValue(document, as)
  const parsed = as.schema.safeParse(value)
  if (parsed.success) return { value: parsed.data, ...counted(warned, []), unusable: [] }
  const { issues } = parsed.error
  const context = { ...as, value }
  const problems = issues.slice(0, maxExplained).flatMap(issue => diagnose(document, issue, context))
  const unusable = issues.flatMap(pathsOf)
  return { ...fittingPart(value, as.schema, unusable), ...counted(warned, problems) }
}

function counted(reserved: readonly Diagnostic[], problems: readonly Diagnostic[]) {
  const all = [...reserved, ...problems]
  return { problems: all.slice(0, maxExplained), unlisted: Math.max(0, all.length - maxExplained) }
}

/** The value without what does not fit; where something else does not fit then, without the whole field. */
function fittingPart<T>(value: unknown, schema: z.ZodMiniType<T>, unusable: readonly ValuePath[]) {
  const inner = schema.safeParse(withoutPaths(value, unusable))
  if (inner.success) return { value: inner.data, unusable }
  const fields = inner.error.issues.flatMap(pathsOf).map(path => path.slice(0, 1))
  const all = [...unusable, ...fields]
  return { value: schema.parse(withoutPaths(value, all)), unusable: all }
}

function pathsOf(issue: z.core.$ZodIssue): ValuePath[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => [...issue.path, key])
  return [issue.path]
}

function withoutEmptyKeys(node: MapNode): MapNode {
  return {
    ...node,
    entries: node.entries.filter(({ value }) => value.kind !== 'scalar' || value.value !== null)
  }
}

/** `__proto__` is the one name that JavaScript objects of libraries cannot be trusted to keep. */
const isReserved = ({ key }: { readonly key: string }) => key === '__proto__'

function reservedKeys(node: DocumentNode): MapEntry[] {
  if (node.kind === 'scalar') return []
  const inner = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value)
  const own = node.kind === 'map' ? node.entries.filter(isReserved) : []
  return [...own, ...inner.flatMap(reservedKeys)]
}

function reservedProblem(entry: MapEntry): Diagnostic {
  return diagnosticAt(entry.source, entry.start, { message: 'the name "__proto__" is reserved' })
}

function withoutReservedKeys<T extends DocumentNode>(node: T): T {
  if (node.kind === 'sequence') return { ...node, items: node.items.map(withoutReservedKeys) }
  if (node.kind !== 'map') return node
  const entries = node.entries.filter(entry => !isReserved(entry))
  return { ...node, entries: entries.map(entry => ({ ...entry, value: withoutReservedKeys(entry.value) })) }
}

function diagnose(
  root: MapNode,
  issue: z.core.$ZodIssue,
  context: DocumentSchema<unknown> & { readonly value: unknown }
): Diagnostic[] {
  const name = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxExplained).map(key => {
      const at = locateKey(root, issue.path, key)
      return diagnosticAt(at.source, at.start, explainKey(key, issue.path, context))
    })
  }
  const at = issue.code === 'invalid_key' ? keyOf(root, issue.path) : locate(root, issue.path)
  const explanation = explainIssue(issue, name, valueAt(context.value, issue.path))
  return [diagnosticAt(at.source, at.start, isNode(at) ? inOwnSpelling(explanation, at) : explanation)]
}

function explainKey(
  key: string,
  path: readonly PropertyKey[],
  { schema, freeSectionOf }: DocumentSchema<unknown>
): Explanation {
  const inside = path.map(String).join('.')
  const free = inside === '' ? freeSectionOf?.(key) : undefined
  const homes = [...(free === undefined ? [] : [free]), ...homesOf(key, inside, schema)]
  return homes.length > 0
    ? misplacedKey(key, inside, homes)
    : unknownKey(key, knownKeys(schema, path), inside)
}

function isNode(at: Pick<DocumentNode, 'source' | 'start'>): at is DocumentNode {
  return 'kind' in at
}

function keyOf(root: MapNode, path: readonly PropertyKey[]): ReturnType<typeof locateKey> {
  return locateKey(root, path.slice(0, -1), String(path.at(-1)))
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, step) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, step) : undefined),
    value
  )
}
