import { requireRecord } from '../../../../shared/src/action/record-store.js'
import { trainingRecord } from '../../../../shared/src/domain/records/training.js'
import { layout } from '../../../../shared/src/domain/store/layout.js'
import type { SuiteError } from '../../../../shared/src/errors.js'
import { releaseJobSlot } from '../../../../shared/src/training/cloud/job-slot.js'
import { leftAlone } from '../../../../shared/src/training/taken-over.js'
import { describeRecord } from '../describe-record.js'
import type { TrainOutcome } from '../outcome.js'
import { states } from './cloud-ports.js'
import type { Ending } from './ending.js'
import type { RunContext } from './run-context.js'

/** Writes how the run leaves this process, and tells the post step whether something is left to be stopped. */
export async function conclude(
  ending: Ending,
  { work, run }: Pick<RunContext, 'work' | 'run'>
): Promise<TrainOutcome> {
  const { store, clock, cloud } = work.ports
  const trainingId = run.record.training_id
  switch (ending.kind) {
    case 'settled': {
      const final = await run.finish(ending.record)
      // A place that cannot be given back ends by itself.
      await releaseJobSlot(store, trainingId).catch(() => undefined)
      cloud.keep(states.settled, 'true')
      return describeRecord(final, clock.now(), { hint: ending.hint })
    }
    case 'stopping':
      return describeRecord(await run.finish(ending.record), clock.now(), { hint: ending.hint })
    case 'left':
      return leave(ending.failure, { work, run })
    case 'taken': {
      cloud.keep(states.settled, 'true')
      const need = { schema: trainingRecord, hint: 'Train again.' }
      const stored = await requireRecord(store, layout.training(trainingId), need)
      return describeRecord(stored, clock.now(), { again: true })
    }
  }
}

async function leave(
  failure: SuiteError | undefined,
  { work, run }: Pick<RunContext, 'work' | 'run'>
): Promise<TrainOutcome> {
  const { clock, cloud } = work.ports
  const left = await run.finish(leftAlone({ ...run.record, heartbeat_at: clock.now().toISOString() }))
  cloud.keep(states.settled, 'true')
  const outcome = describeRecord(left, clock.now())
  return failure === undefined ? outcome : { ...outcome, failure }
}
