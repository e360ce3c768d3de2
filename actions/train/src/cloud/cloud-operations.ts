import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { hasEnded } from '../../../../shared/src/domain/sagemaker/remote-job.js'
import { phrase } from '../../../../shared/src/domain/text/phrase.js'
import { UserError } from '../../../../shared/src/errors.js'
import { attemptAfter } from '../../../../shared/src/training/cloud/attempt-after.js'
import { stopJob } from '../../../../shared/src/training/cloud/stop-job.js'
import { worksFor } from '../../../../shared/src/training/cloud/works-for.js'
import { waitToStop } from '../attach.js'
import { describeRecord } from '../describe-record.js'
import type { TrainOutcome } from '../outcome.js'
import { loadRequest } from '../request.js'
import { mayResume } from './cloud-draft.js'
import type { CloudWork } from './cloud-work.js'
import { describeLost } from './lost-run.js'
import { resumeRun } from './train-in-cloud.js'

type Asked = Omit<CloudWork, 'request'>

const STOP_TRIES = 5

/**
 * The state of a run in SageMaker. One whose job has ended while nobody followed it is settled first; one whose job was lost
 * is left to who may ask for the next.
 */
export async function cloudStatus(asked: Asked, record: TrainingRecord): Promise<TrainOutcome> {
  const { ports } = asked
  const seen = describeRecord(record, ports.clock.now(), { again: true })
  if (!mayResume(record, ports.clock.now())) return seen
  const { remote } = await ports.cloud.open()
  const job = await remote.describe(record.job_name ?? '')
  if (job === undefined) return seen
  if (!hasEnded(job)) return { ...seen, message: phrase`${seen.message} It is ${job.phase}.` }
  const next = worksFor(job, record.training_id, ports.store) && attemptAfter(record, job)
  if (next !== false && next.retry) return describeLost(record, next, ports.clock.now())
  return (await carryOn(asked)) ?? seen
}

/** Stops the run's training job, and settles the run if nobody else follows it. */
export async function stopInCloud(asked: Asked, record: TrainingRecord): Promise<TrainOutcome> {
  const { inputs, ports } = asked
  const { remote } = await ports.cloud.open()
  const name = record.job_name ?? ''
  const job = await remote.describe(name)
  if (job !== undefined && !worksFor(job, record.training_id, ports.store)) throw foreignJob(name)
  ports.line(`Asking SageMaker to stop ${name}.`)
  // Its owner may be about to ask for it, and hears of the wish at its next heartbeat.
  const tries = mayResume(record, ports.clock.now()) ? 1 : STOP_TRIES
  const stopped = await stopJob(remote, name, { sleep: ms => ports.cloud.sleep(ms), tries })
  if (stopped instanceof Error) throw stopped
  const settled =
    (await carryOn(asked)) ??
    describeRecord(await waitToStop(inputs, ports, record), ports.clock.now(), { again: true })
  // The owner may have died meanwhile, or left the job to itself without having heard of the wish.
  const isAlone = settled.reasonCode === 'abandoned' || settled.reasonCode === 'detached'
  return isAlone ? ((await carryOn(asked)) ?? settled) : settled
}

/** A copy of a store names the jobs of the other one. */
function foreignJob(name: string): UserError {
  return new UserError('job-name-taken', `the training job ${name} writes into another store`, {
    hint: 'Name the store that its run is in.'
  })
}

async function carryOn({ inputs, ports }: Asked): Promise<TrainOutcome | undefined> {
  const request = await loadRequest(inputs, ports.store)
  return resumeRun({ inputs: { ...inputs, wait: true, waitTimeoutSeconds: undefined }, ports, request })
}
