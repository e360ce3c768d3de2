import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'

/** A run with what was asked of it. */
export interface Run {
  readonly request: RequestRecord
  readonly training: TrainingRecord
  readonly policy: Policy
}
