import type * as z from 'zod/mini'
import { explainIssue, unknownKey } from '../request/explain-issue.js'
import { knownKeys } from '../request/known-keys.js'
import type { DocumentNode, MapNode, Reading } from './document-node.js'
import { locate, locateKey, plainValue } from './plain-value.js'
import { diagnosticAt, type Diagnostic } from './source-text.js'

const maxProblems = 50

interface DocumentSchema<T> {
  readonly schema: z.ZodMiniType<T>
  readonly textFields: ReadonlySet<string>
}

/** Checks a document against a schema of strict objects; keys without a value at top level count as absent. */
export function readDocument<T>(node: DocumentNode, as: DocumentSchema<T>): Reading<T> {
  if (node.kind !== 'map') return { ok: false, problems: [notAMap(node)] }
  const filled = withoutEmptyKeys(node)
  const reserved = reservedKeys(filled)
  if (reserved.length > 0) return { ok: false, problems: reserved }
  const value = plainValue(filled, as)
  const parsed = as.schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const problems = parsed.error.issues.flatMap(issue => diagnose(filled, { issue, value, schema: as.schema }))
  return { ok: false, problems: problems.slice(0, maxProblems) }
}

function notAMap(node: DocumentNode): Diagnostic {
  const hint = 'Write one field per line, such as "algorithm: random_forest".'
  return diagnosticAt(node.source, node.start, { message: 'a map of fields was expected here', hint })
}

function withoutEmptyKeys(node: MapNode): MapNode {
  return {
    ...node,
    entries: node.entries.filter(({ value }) => value.kind !== 'scalar' || value.value !== null)
  }
}

/** `__proto__` is the one name that JavaScript objects of libraries cannot be trusted to keep. */
function reservedKeys(node: DocumentNode): Diagnostic[] {
  if (node.kind === 'scalar') return []
  if (node.kind === 'sequence') return node.items.flatMap(reservedKeys)
  return node.entries.flatMap(entry => {
    const message = 'the name "__proto__" is reserved'
    const own = entry.key === '__proto__' ? [diagnosticAt(entry.source, entry.start, { message })] : []
    return [...own, ...reservedKeys(entry.value)]
  })
}

function diagnose(
  root: MapNode,
  found: { readonly issue: z.core.$ZodIssue; readonly value: unknown; readonly schema: z.core.$ZodType }
): Diagnostic[] {
  const { issue, schema } = found
  const name = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const at = locateKey(root, issue.path, key)
      return diagnosticAt(at.source, at.start, unknownKey(key, knownKeys(schema, issue.path), name))
    })
  }
  const at = issue.code === 'invalid_key' ? keyOf(root, issue.path) : locate(root, issue.path)
  return [diagnosticAt(at.source, at.start, explainIssue(issue, name, valueAt(found.value, issue.path)))]
}

function keyOf(root: MapNode, path: readonly PropertyKey[]): ReturnType<typeof locate> {
  return locateKey(root, path.slice(0, -1), String(path.at(-1)))
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, step) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, step) : undefined),
    value
  )
}
