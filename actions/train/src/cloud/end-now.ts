import type { SuiteError } from '../../../../shared/src/errors.js'
import type { StopResult } from '../../../../shared/src/ports/remote-training.js'
import { stopJob } from '../../../../shared/src/training/cloud/stop-job.js'
import { haltedEnding, stoppingEnding, type Ending } from './ending.js'
import type { RunContext } from './run-context.js'

const CANCEL_STOP_MS = 3500

/** How a run that is to end does so at once, whether it has a job or not. */
export async function halted(context: RunContext): Promise<Ending> {
  const { work, job, switches } = context
  if (job.mayRun) return stopNow(context)
  return haltedEnding(job.recordWithout(), work.ports.clock, switches.reason)
}

/** Within the few seconds that a cancelled step has. */
export async function stopNow(context: RunContext): Promise<Ending> {
  const { work, run, switches } = context
  if (switches.reason === 'taken') return { kind: 'taken' }
  await Promise.race([stopOwnJob(context, 3), work.ports.cloud.sleep(CANCEL_STOP_MS)])
  return stoppingEnding(run.record, work.ports.clock, { code: 'cancelled' })
}

/** Asks the run's job to stop. */
export function stopOwnJob({ work, job }: RunContext, tries: number): Promise<StopResult | SuiteError> {
  const { remote, ports } = work
  ports.line(`Asking SageMaker to stop ${job.name}.`)
  return stopJob(remote, job.name, { sleep: milliseconds => ports.cloud.sleep(milliseconds), tries })
}
