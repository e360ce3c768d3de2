import { followJob, type Following } from '../../../../shared/src/action/remote-training/follow-job.js'
import { hasEnded } from '../../../../shared/src/domain/sagemaker/remote-job.js'
import { nextAttempt, type Retry } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import { SuiteError } from '../../../../shared/src/errors.js'
import type { OwnedRun } from '../../../../shared/src/training/run-claim.js'
import { worksFor } from '../../../../shared/src/training/cloud/works-for.js'
import type { TrainOutcome } from '../outcome.js'
import { JobRequests } from './job-requests.js'
import { conclude } from './conclude.js'
import { halted, stopNow, stopOwnJob } from './end-now.js'
import { failedEnding, refusalOf, stoppingEnding, type Ending } from './ending.js'
import type { Refusal } from './refusal.js'
import { lostText } from './lost-run.js'
import { pauseBefore, type CloudRunWork, type RunContext } from './run-context.js'
import { RunJob } from './run-job.js'
import { RunSwitches } from './run-switches.js'
import { settleRun, type EndedJob } from './settle-run.js'

const HEARTBEAT_MS = 15_000

/** Asks for the run's job unless there is one, and follows it to the end of the run or of the waiting. */
export async function carryOn(work: CloudRunWork, run: OwnedRun): Promise<TrainOutcome> {
  const { ports, inputs, request } = work
  const switches = new RunSwitches(ports.cancelled, inputs)
  if (run.record.stop_requested_at !== undefined) switches.press('stop-requested')
  const context = { work, run, switches, job: new RunJob(run, request.model_id) }
  const endBeat = run.beat(why => switches.press(why), ports.heartbeatMilliseconds ?? HEARTBEAT_MS)
  try {
    const ending = await train(context).catch((error: unknown) => failed(error, context))
    await endBeat()
    return await conclude(ending, context)
  } finally {
    await endBeat()
    switches.release()
  }
}

async function train(context: RunContext): Promise<Ending> {
  const { work, job } = context
  const plan = work.planning?.ok === true ? work.planning.plan : undefined
  const requests = plan === undefined ? undefined : new JobRequests(context, plan)
  let isThere = await findJob(context)
  for (;;) {
    if (!isThere) {
      const ending = requests === undefined ? await cannotBegin(context) : await requests.ask()
      if (ending !== undefined) return ending
    }
    const following = await untilEnd(context)
    if ('kind' in following) return following
    const next = nextAttempt(following.end, job.attempts)
    if (!next.retry) return settleRun(following, context)
    job.mayRun = false
    // Whoever carries the run on finds the job that has ended, and counts it then.
    if (!(await mayReplace(next, context))) return { kind: 'left', failure: undefined }
    job.giveUp(following.job, next.next)
    isThere = false
  }
}

/** Whether this process puts something in the place of a lost job: another one, or the word why there is none. */
async function mayReplace(next: Retry, context: RunContext): Promise<boolean> {
  const { work, job, switches } = context
  if (switches.isHalted() || work.planning?.ok === false) return true
  if (work.planning !== undefined) return pauseBefore(next, context)
  work.ports.line(lostText(job.name, next))
  return false
}

/** Whether an earlier process has asked for the job already. */
async function findJob({ work, run, job }: RunContext): Promise<boolean> {
  const found = await work.remote.describe(job.name)
  const isOurs = found !== undefined && worksFor(found, run.record.training_id, work.ports.store)
  job.mayRun = job.wasMade = isOurs
  if (isOurs) work.ports.line(`The training job ${job.name} was asked for already; following it.`)
  return isOurs
}

const JOB_LOST: Refusal = {
  code: 'job-missing',
  message: 'The run names a training job that SageMaker does not have.',
  hint: 'Train again with operation start.'
}

async function cannotBegin(context: RunContext): Promise<Ending> {
  const { work, job, switches } = context
  if (switches.isHalted()) return halted(context)
  const refusal = work.planning?.ok === false ? work.planning.refusal : JOB_LOST
  return failedEnding(job.recordWithout(), work.ports.clock, refusal)
}

function follow(context: RunContext, until: AbortSignal): Promise<Following> {
  const { work, run, job, switches } = context
  const { ports, remote } = work
  const { pace } = ports.cloud
  job.mayRun = true
  return followJob(remote, job.name, {
    clock: ports.clock,
    sleep: (milliseconds, signal) => ports.cloud.sleep(milliseconds, signal),
    signal: until,
    onStatus: text => ports.line(text),
    onLine: text => ports.line(text),
    stopRequested: () => switches.isHalted() || run.record.stop_requested_at !== undefined,
    ...(pace !== undefined && { pace })
  })
}

/** The end of the run's job, or how this process leaves the run before. */
async function untilEnd(context: RunContext): Promise<EndedJob | Ending> {
  const following = await follow(context, context.switches.leaving)
  return following.ended ? following : leaveOrStop(context)
}

async function leaveOrStop(context: RunContext): Promise<EndedJob | Ending> {
  const { switches } = context
  if (!switches.isHalted()) return lookOnce(context)
  if (switches.reason === 'taken') return { kind: 'taken' }
  if (switches.reason === 'cancelled') return stopNow(context)
  await stopOwnJob(context, 5)
  return followToEnd(context)
}

/** A job that has ended by now is not left. */
async function lookOnce(context: RunContext): Promise<EndedJob | Ending> {
  const job = await context.work.remote.describe(context.job.name)
  if (job === undefined || !hasEnded(job)) return { kind: 'left', failure: undefined }
  return followToEnd(context)
}

async function followToEnd(context: RunContext): Promise<EndedJob | Ending> {
  const following = await follow(context, context.work.ports.cancelled)
  return following.ended ? following : stopNow(context)
}

/** Whatever goes wrong, a job that may run is not forgotten: it is left to be carried on, or stopped. */
async function failed(error: unknown, context: RunContext): Promise<Ending> {
  const { work, run, job, switches } = context
  const { clock } = work.ports
  if (switches.isHalted()) return halted(context)
  if (!job.mayRun) return failedEnding(job.recordWithout(), clock, error)
  if (error instanceof SuiteError && error.code !== 'job-missing') return { kind: 'left', failure: error }
  await stopOwnJob(context, 3)
  return stoppingEnding(run.record, clock, refusalOf(error))
}
