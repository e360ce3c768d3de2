import type { RegistryRecord, VersionOrigin } from '../../../shared/src/domain/records/registry.js'
import { quarantineOf } from '../../../shared/src/domain/registry/quarantine.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import type { RegisterOutcome } from './outcome.js'
import type { RunRecords } from './run-records.js'

type Refusal = Pick<RegisterOutcome, 'reasonCode' | 'message'>

/** Why a run may not be registered; undefined when it may. */
export function refusal(records: RunRecords, registry: RegistryRecord): Refusal | undefined {
  const { training, decision, evaluation } = records
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
  return quarantineRefusal(registry, originOf(records))
}

/** What a run's model is made from. */
export function originOf({ request, training }: RunRecords): VersionOrigin {
  return { request_sha256: request.request_sha256, dataset_sha256: training.dataset.sha256 }
}

/** The refusal of a model that would be made from what a quarantined version was made from. */
export function quarantineRefusal(
  registry: RegistryRecord,
  origin: VersionOrigin | undefined
): Refusal | undefined {
  const locked = quarantineOf(registry, origin)
  if (locked === undefined) return undefined
  return {
    reasonCode: 'quarantined',
    message: phrase`The same request on the same data made ${locked.version}, which is quarantined: ${locked.reason}`
  }
}
