import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { claimRun, type OwnedRun } from '../../../shared/src/training/run-claim.js'
import { ownedBy } from '../../../shared/src/training/taken-over.js'
import type { Pass } from './pass.js'

/** Changes a run's record and becomes its owner, if it is as it was seen; false when somebody came between. In a dry run nothing is changed. */
export async function takeRun(
  pass: Pass,
  seen: TrainingRecord,
  next: (current: TrainingRecord) => TrainingRecord
): Promise<boolean> {
  if (pass.inputs.dryRun) return true
  return (await claimSeen(pass, seen, next)) !== undefined
}

/** The run as this process owns it now, or undefined when somebody came between. */
export async function claimSeen(
  { ports }: Pass,
  seen: TrainingRecord,
  next: (current: TrainingRecord) => TrainingRecord
): Promise<OwnedRun | undefined> {
  const claim = await claimRun(ports.store, ports.clock, {
    trainingId: seen.training_id,
    next: current =>
      current !== undefined && isSame(current, seen) ? { ...next(current), ...ownedBy(ports) } : undefined
  })
  return claim.owned ? claim.run : undefined
}

/** A living owner changes its heartbeat, a new one the owner. */
function isSame(current: TrainingRecord, seen: TrainingRecord): boolean {
  return (
    current.owner === seen.owner &&
    current.status === seen.status &&
    current.heartbeat_at === seen.heartbeat_at
  )
}
