import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { readVersions } from './model-versions.js'

/**
 * The candidate version a command without a version is about: that of the latest run, or the only one of an issue
 * without runs. Anything else would be a guess; then the candidates there are.
 */
export async function candidateFor(
  store: ObjectStore,
  modelId: string,
  { runs }: Conversation
): Promise<string | { readonly candidates: readonly string[] }> {
  const versions = (await readVersions(store, modelId)) ?? []
  const candidates = versions.filter(({ stage }) => stage === 'candidate')
  const last = runs.at(-1)
  const fitting = candidates.filter(version => last === undefined || version.training_id === last.training_id)
  const [only, ...others] = fitting
  if (only !== undefined && others.length === 0) return only.version
  return { candidates: candidates.map(({ version }) => version) }
}
