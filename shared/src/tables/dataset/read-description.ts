import { UserError } from '../../errors.js'
import type { Problem } from '../../errors.js'
import { datasetDescription } from '../../domain/records/dataset.js'
import type { DatasetDescription } from '../../domain/records/dataset.js'
import { explained } from '../../domain/intake/source-text.js'
import { explainIssue, unknownKey } from '../../domain/request/explain-issue.js'
import { layout } from '../../domain/store/layout.js'
import type { ObjectStore } from '../../ports/object-store.js'

const MAX_BYTES = 4 * 2 ** 20
const HINT =
  'Mend dataset.json; every field is optional, and without the file everything is found out from the data.'

/** What `dataset.json` declares, `{}` without one; anything wrong with it is a `dataset-description-invalid`. */
export async function readDatasetDescription(
  store: ObjectStore,
  datasetId: string
): Promise<DatasetDescription> {
  const key = layout.datasetDescription(datasetId)
  const object = await store.read(key, MAX_BYTES)
  return object === undefined ? {} : parseDatasetDescription(object.bytes, store.uri(key))
}

/** Parses `dataset.json`; `place` names it in errors, which list all problems. */
export function parseDatasetDescription(bytes: Uint8Array, place: string): DatasetDescription {
  const value = parseJson(bytes, place)
  const parsed = datasetDescription.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap(issue => explain(issue, value))
  const summary = problems.map(problem => problem.message).join('; ')
  throw new UserError('dataset-description-invalid', `${place}: ${summary}`, { problems, hint: HINT })
}

type Issue = Parameters<typeof explainIssue>[0]

function explain(issue: Issue, root: unknown): readonly Problem[] {
  const name = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(datasetDescription.shape)
    return issue.keys.map(key => explained(key, unknownKey(key, known, name)))
  }
  return [explained(name, explainIssue(issue, name, valueAt(root, issue.path)))]
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

function parseJson(bytes: Uint8Array, place: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('dataset-description-invalid', `${place} is not JSON (${reason})`, {
      hint: HINT,
      cause
    })
  }
}
