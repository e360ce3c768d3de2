import type { RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import type { RegisterOutcome } from './outcome.js'
import type { RunRecords } from './run-records.js'

type Refusal = Pick<RegisterOutcome, 'reasonCode' | 'message'>

/** Why a run may not be registered; undefined when it may. */
export function refusal(records: RunRecords, registry: RegistryRecord): Refusal | undefined {
  const { training, decision, evaluation, request } = records
  if (training.status !== 'completed') {
    return {
      reasonCode: 'run-not-completed',
      message: `The training is ${training.status}; only a completed run can be registered.`
    }
  }
  if (decision === undefined || evaluation === undefined) {
    return {
      reasonCode: 'not-evaluated',
      message: 'The run has not been evaluated; run evaluate-gate first.'
    }
  }
  if (decision.decision !== 'pass') {
    return {
      reasonCode: 'gate-not-passed',
      message: `The gate decided ${decision.decision} (${decision.reason_code}).`
    }
  }
  const locked = registry.quarantine.find(
    entry =>
      entry.request_sha256 === request.request_sha256 && entry.dataset_sha256 === training.dataset.sha256
  )
  if (locked === undefined) return undefined
  return {
    reasonCode: 'quarantined',
    message: `The same request on the same data made ${locked.version}, which is quarantined: ${locked.reason}`
  }
}
