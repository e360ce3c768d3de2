import { TRAINING_ID } from '../text/id-patterns.js'
import { canonicalJson } from './canonical-json.js'
import { sha256Hex } from './sha256.js'

/** What makes a run this run and no other. */
export interface TrainingIdentity {
  /** Time of the event, not of the run: a duplicate delivery must find the same run. */
  readonly at: Date
  readonly repository: string
  readonly issue: number | undefined
  readonly requestSha256: string
  readonly attempt: number
  /** Only for schedules and dispatches, which have no issue to tell them apart. */
  readonly runId: string | undefined
}

/** `train-YYYYMMDD-HHMMSS-<8 hex>`: UTC time and the start of a SHA-256 over the identity. */
export function trainingIdOf(identity: TrainingIdentity): string {
  const [date = '', time = ''] = identity.at.toISOString().split('T')
  const digest = sha256Hex(
    canonicalJson({
      repository: identity.repository,
      issue: identity.issue,
      request: identity.requestSha256,
      attempt: identity.attempt,
      run_id: identity.runId
    })
  )
  return `train-${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 8)}`
}

/** The id under which a failed run is started again: `<id>-2`, then `-3`, … */
export function nextStartOf(trainingId: string): string {
  const match = TRAINING_ID.exec(trainingId)
  return `${match?.[1] ?? trainingId}-${Number(match?.[2] ?? 1) + 1}`
}
