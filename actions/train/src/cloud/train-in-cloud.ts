import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'
import { claimRun } from '../../../../shared/src/training/run-claim.js'
import { attach } from '../attach.js'
import { inertCloudInputs } from '../inert-inputs.js'
import type { TrainInputs } from '../inputs.js'
import type { TrainOutcome } from '../outcome.js'
import { states } from './cloud-ports.js'
import { cloudClaim, cloudDraft, mayBegin } from './cloud-draft.js'
import { carryOn } from './carry-on.js'
import type { CloudWork } from './cloud-work.js'
import { planRun } from './plan-run.js'
import { refusedBy, type Refusal } from './refusal.js'

/**
 * Trains the run's request in SageMaker, with one job at a time and none twice: a run that is trained, or followed by another
 * job, is attached to, and one whose job nobody follows is followed to its end.
 */
export async function trainInCloud(work: CloudWork): Promise<TrainOutcome> {
  const { inputs, ports, request } = work
  const refusal = refuseOutsideS3(inputs)
  if (refusal !== undefined) return refusal
  const { remote, region } = await ports.cloud.open()
  const context = { store: ports.store, policy: await ports.cloud.policy(), region }
  const planning = planRun(inputs, request, context)
  const outcome = await claimAndFollow(work, remote, planning)
  return { ...outcome, warnings: [...outcome.warnings, ...inertCloudInputs(inputs)] }
}

/** The answer to a training in SageMaker whose store it cannot reach; undefined when it can. */
export function refuseOutsideS3(inputs: TrainInputs): TrainOutcome | undefined {
  const { store, trainingId } = inputs
  return /^s3:/i.test(store) ? undefined : refusedBy(notInS3(store), trainingId)
}

function notInS3(store: string): Refusal {
  return {
    code: 'store-not-in-s3',
    message: `SageMaker reads its data from S3 and writes its model there, and the store is not in S3: it is "${store.slice(0, 80)}".`,
    hint: 'Set the input store to s3://bucket/prefix, for this step and for all other steps of the run. An input that is empty, such as that of a repository variable (MLOPS_STORE) that is not set, means .mlops.'
  }
}

async function claimAndFollow(
  work: CloudWork,
  remote: RemoteTraining,
  planning: ReturnType<typeof planRun>
): Promise<TrainOutcome> {
  const { inputs, ports, request } = work
  const draft = planning.ok ? cloudDraft(planning.plan, ports) : undefined
  const claim = { trainingId: request.training_id, next: cloudClaim(ports, draft) }
  keepForPost(work)
  for (;;) {
    const claimed = await claimRun(ports.store, ports.clock, claim)
    if (claimed.owned) return carryOn({ ...work, remote, planning }, claimed.run)
    const outcome =
      !planning.ok && mayBegin(claimed.record, ports.clock.now())
        ? refusedBy(planning.refusal, request.training_id)
        : await attach(inputs, ports, begun(claimed.record))
    if (outcome.reasonCode === 'abandoned' && !ports.cancelled.aborted) continue
    ports.cloud.keep(states.settled, 'true')
    return outcome
  }
}

function begun(record: TrainingRecord | undefined): TrainingRecord {
  if (record === undefined) throw new RangeError('a run without a record was not begun')
  return record
}

/** Before anything is written: whatever becomes of this process, the post step knows which run may be its own. */
function keepForPost({ ports, request }: CloudWork): void {
  ports.cloud.keep(states.run, JSON.stringify({ trainingId: request.training_id, owner: ports.owner }))
}

/** Carries a run on whose job nobody follows; undefined when it is not such a run any more. */
export async function resumeRun(work: CloudWork): Promise<TrainOutcome | undefined> {
  const { ports, request } = work
  const { remote } = await ports.cloud.open()
  const claim = { trainingId: request.training_id, next: cloudClaim(ports, undefined) }
  keepForPost(work)
  const claimed = await claimRun(ports.store, ports.clock, claim)
  if (!claimed.owned) {
    ports.cloud.keep(states.settled, 'true')
    return undefined
  }
  return carryOn({ ...work, remote, planning: undefined }, claimed.run)
}
