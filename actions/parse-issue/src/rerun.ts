import * as z from 'zod/mini'
import { readRecord } from '../../../shared/src/action/record-store.js'
import type { PlacedPolicy } from '../../../shared/src/domain/policy/placed-policy.js'
import { trainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { TRAINING_ID } from '../../../shared/src/domain/text/id-patterns.js'
import { nothingFound, type Found } from './dispatched-request.js'
import type { ParseIssueCall } from './ports.js'
import { underLimits } from './recorded-limits.js'
import { productionOf, readVersions, type VersionSummary } from './model-versions.js'
import type { RerunOrigin } from './rerun-origin.js'

/**
 * The recorded request of a run, or of a model's production version (else its newest one that was not withdrawn), held
 * against the limits of today's policy. Nothing is added to it: defaults the policy has gained since are for new requests.
 */
export async function findRecorded(call: ParseIssueCall, name: string, policy: PlacedPolicy): Promise<Found> {
  if (TRAINING_ID.test(name)) return runAgain(call, { trainingId: name, policy })
  const versions = await readVersions(call.ports.store, name)
  if (versions === undefined || versions.length === 0) {
    const hint =
      'Give a training id or a model id of this store; after a lost cache, train from the request file.'
    return nothingFound('rerun-unknown', 'there is no request to run again', {
      message: phrase`no version of "${name}" is registered in ${call.ports.store.location}`,
      hint
    })
  }
  const version = productionOf(versions)
  if (version === undefined) {
    return nothingFound('rerun-withdrawn', phrase`every version of ${name} was withdrawn`, {
      message: phrase`all versions of "${name}" are rejected or quarantined`,
      hint: 'Give the training id of the run to repeat, if one of them is wanted all the same.'
    })
  }
  return runAgain(call, { trainingId: version.training_id, version, policy })
}

interface Rerun {
  readonly trainingId: string
  readonly version?: VersionSummary
  readonly policy: PlacedPolicy
}

// Only what is carried over: the other fields of the record tell of a run that is over.
const recorded = z.lazy(() =>
  z.object({
    model_id: z.string(),
    request: trainingRequest,
    repository: z.optional(z.string()),
    issue: z.optional(z.int()),
    rerun_of: z.optional(z.string())
  })
)

async function runAgain(call: ParseIssueCall, rerun: Rerun): Promise<Found> {
  const { trainingId, version, policy } = rerun
  const record = (await readRecord(call.ports.store, layout.request(trainingId), recorded))?.value
  if (record === undefined) return recordMissing(call, rerun)
  const checked = await underLimits(record.request, policy, { command: 'train' })
  if (!checked.ok) return checked
  const isOurs = record.repository === undefined || record.repository === call.environment.repository
  const { rerun_of: original } = record
  const origin: RerunOrigin = {
    trainingId: original !== undefined && TRAINING_ID.test(original) ? original : trainingId,
    ...(version === undefined ? {} : { version: version.version }),
    // In a store that several repositories share, another one's issue has nothing to do with ours of that number.
    ...(isOurs && record.issue !== undefined ? { issue: record.issue } : {})
  }
  return { ok: true, request: checked.request, origin }
}

function recordMissing(call: ParseIssueCall, { trainingId, version }: Rerun): Found {
  const uri = call.ports.store.uri(layout.request(trainingId))
  const code = version === undefined ? 'rerun-unknown' : 'rerun-record-missing'
  return nothingFound(code, 'there is no request to run again', {
    message:
      version === undefined
        ? phrase`${uri} does not exist`
        : phrase`${uri}, which ${version.version} was made by, does not exist`,
    hint: 'Give a training id or a model id of this store, or train from the request file.'
  })
}
