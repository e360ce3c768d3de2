import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { trainingRequest, type TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import { readVersions, type VersionSummary } from './model-versions.js'
import type { ParseIssuePorts } from './ports.js'

const asked = z.lazy(() => z.object({ request: trainingRequest }))
const trained = z.lazy(() =>
  z.object({ status: z.string(), dataset: z.optional(z.object({ sha256: z.nullable(z.string()) })) })
)
// What lies in a cache or a checkout; more is not read twice only to say that nothing is new.
const MAX_BYTES = 10e9

/**
 * The production version that this very request made from the very training data there are now: training again would
 * give the same model under another number. Undefined when something is new, or when nobody can tell.
 */
export async function unchangedProduction(
  ports: ParseIssuePorts,
  request: TrainingRequest
): Promise<VersionSummary | undefined> {
  const { store } = ports
  const versions = (await readVersions(store, request.model_id)) ?? []
  const version = versions.find(({ isProduction }) => isProduction)
  if (version === undefined) return undefined
  const before = (await readRecord(store, layout.request(version.training_id), asked))?.value.request
  if (before === undefined || requestDigest(before) !== requestDigest(request)) return undefined
  const training = (await readRecord(store, layout.training(version.training_id), trained))?.value
  const digest = training?.status === 'completed' ? training.dataset?.sha256 : undefined
  if (digest == null) return undefined
  return (await trainingDataDigest(ports, request.dataset_id)) === digest ? version : undefined
}

/** Missing or unreadable data are for the training to report. */
async function trainingDataDigest(ports: ParseIssuePorts, datasetId: string): Promise<string | undefined> {
  const { fetchChannel } = await import('../../../shared/src/tables/dataset/fetch-channel.js')
  const { datasetDigest } = await import('../../../shared/src/tables/dataset/dataset-digest.js')
  const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-parse-issue-'))
  try {
    const channel = { datasetId, channel: 'train', directory, maxBytes: MAX_BYTES } as const
    return await datasetDigest((await fetchChannel(ports.store, channel)).files)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
