import * as z from 'zod/mini'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

const summary = () =>
  z.object({
    version: z.string(),
    training_id: z.string(),
    stage: z.optional(z.string())
  })
const registry = z.lazy(() => z.object({ production: z.nullish(z.string()), versions: z.array(summary()) }))

/** What intake needs to know of a version. */
export interface VersionSummary extends z.infer<ReturnType<typeof summary>> {
  readonly isProduction: boolean
}

/** The versions of a model, oldest first; undefined when none was ever registered. */
export async function readVersions(
  store: ObjectStore,
  modelId: string
): Promise<readonly VersionSummary[] | undefined> {
  const record = (await readRecord(store, layout.registry(modelId), registry))?.value
  return record?.versions.map(version => ({
    ...version,
    isProduction: version.version === record.production && version.stage !== 'quarantined'
  }))
}

/** The version in production, else the newest that was neither rejected nor quarantined. */
export function productionOf(versions: readonly VersionSummary[]): VersionSummary | undefined {
  const wanted = versions.filter(({ stage }) => stage !== 'rejected' && stage !== 'quarantined')
  return wanted.find(version => version.isProduction) ?? wanted.at(-1)
}
