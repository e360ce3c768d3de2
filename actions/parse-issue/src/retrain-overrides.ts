import {
  type DocumentNode,
  type MapEntry,
  type MapNode,
  type Reading
} from '../../../shared/src/domain/intake/document-node.js'
import { listProblems } from '../../../shared/src/domain/intake/limit-problems.js'
import { readTaggedBlock } from '../../../shared/src/domain/intake/issue-body.js'
import {
  diagnosticAt,
  type Diagnostic,
  type SourceText
} from '../../../shared/src/domain/intake/source-text.js'
import { withoutPaths } from '../../../shared/src/domain/intake/without-paths.js'
import { unknownKey } from '../../../shared/src/domain/request/explain-issue.js'
import { requestFieldNames } from '../../../shared/src/domain/request/request-fields.js'
import type { RequestDraft, TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import { unfencedChanges } from './unfenced-changes.js'

/** A field that is to go, and where the comment says so. */
export interface Removal {
  readonly path: readonly string[]
  readonly entry: MapEntry
}

/** What a retraining changes in the last request: fields that get another value, and fields that go (`field: null`). */
export interface Overrides {
  readonly values: MapNode
  readonly removals: readonly Removal[]
}

/** The changes in a comment's one tagged block; a comment without fields changes nothing, and one with fields elsewhere is refused. */
export async function readOverrides(source: SourceText): Promise<Reading<Overrides>> {
  const block = await readTaggedBlock(source)
  if (!block.ok) return block
  const unread = await unfencedChanges(source)
  if (unread.length > 0) return { ok: false, problems: unread }
  const node: DocumentNode = block.value ?? { kind: 'map', source, start: 0, entries: [] }
  if (node.kind === 'map') return split(node)
  const message = phrase`a map of the fields to change was expected here`
  return { ok: false, problems: [diagnosticAt(node.source, node.start, { message })] }
}

function split(document: MapNode): Reading<Overrides> {
  const removals = removalsIn(document, [])
  const strange = removals.filter(({ path }) => !requestFieldNames.includes(path[0] ?? ''))
  const problems = listProblems(strange, ({ path, entry }) =>
    diagnosticAt(entry.source, entry.start, unknownKey(path[0] ?? '', requestFieldNames, ''))
  )
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { values: withoutNulls(document), removals } }
}

function removalsIn(map: MapNode, above: readonly string[]): Removal[] {
  return map.entries.flatMap(entry => {
    const path = [...above, entry.key]
    if (isNull(entry.value)) return [{ path, entry }]
    return entry.value.kind === 'map' ? removalsIn(entry.value, path) : []
  })
}

function withoutNulls(map: MapNode): MapNode {
  const entries = map.entries
    .filter(({ value }) => !isNull(value))
    .map(entry => (entry.value.kind === 'map' ? { ...entry, value: withoutNulls(entry.value) } : entry))
  return { ...map, entries }
}

function isNull(node: DocumentNode): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** The request without the fields that are to go; one inside a map that is not there is a problem at its place. */
export function applyRemovals(base: TrainingRequest, removals: readonly Removal[]): Reading<RequestDraft> {
  const strange = removals.flatMap(removal => missing(base, removal))
  if (strange.length > 0) return { ok: false, problems: listProblems(strange, strangerProblem) }
  const paths = removals.map(({ path }) => path)
  return { ok: true, value: withoutPaths(base, paths) as RequestDraft }
}

interface Stranger {
  readonly entry: MapEntry
  readonly step: string
  readonly inside: string
  readonly known: readonly string[]
}

function strangerProblem({ entry, step, inside, known }: Stranger): Diagnostic {
  return diagnosticAt(entry.source, entry.start, unknownKey(step, known, inside))
}

/** A field at top level that is not there is gone already. */
function missing(base: TrainingRequest, { path, entry }: Removal): Stranger[] {
  let value: unknown = base
  for (const [index, step] of path.entries()) {
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
      value = (value as Record<string, unknown>)[step]
      continue
    }
    if (index === 0) return []
    const inside = path.slice(0, index).join('.')
    const known = typeof value === 'object' && value !== null ? Object.keys(value) : []
    return [{ entry, step, inside, known }]
  }
  return []
}
