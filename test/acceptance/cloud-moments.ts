import { setTimeout as pause } from 'node:timers/promises'
import type { SecondaryStatus } from '@aws-sdk/client-sagemaker'
import { afterwards, meanwhile } from '../../shared/testing/aws-server/http/failures.js'
import { until } from '../../shared/testing/until.js'
import type { CloudCall, CloudRequest } from './cloud-project.js'
import type { BundleRun } from './run-bundle.js'

/** A state in which `train` may be hit by a signal. */
export interface Moment {
  readonly name: string
  /** Prepares the cloud, and returns a promise that is kept at the moment; `over` is kept when the action has ended. */
  arm(run: CloudRequest, over: Promise<unknown>): Promise<unknown>
  /** Whether the action gets there only after pauses that it makes on purpose. */
  readonly patience?: boolean
  /** Whether SageMaker has, or will have, been asked for the job. */
  readonly asked: boolean
}

const SHORTLY_MS = 150
const PATIENT = 20

/** The moment at which a call comes in. Its answer waits a little, or until the action has ended. */
function call(
  pattern: (trainingId: string) => string,
  { wait, made = false }: { readonly wait: 'shortly' | 'over'; readonly made?: boolean }
): Moment['arm'] {
  return ({ trainingId, project }, over) =>
    new Promise(reached => {
      const work = async () => {
        reached(undefined)
        await (wait === 'over' ? over : pause(SHORTLY_MS))
      }
      const failure = made ? afterwards(work) : meanwhile(work)
      project.cloud.failures.add(new RegExp(pattern(trainingId)), failure)
    })
}

const inState = (state: SecondaryStatus): Moment => ({
  name: `while the job is ${state}`,
  arm: async run => {
    run.project.cloud.sagemaker.controls.held.add(state)
    await run.reached(state)
    await pause(SHORTLY_MS)
  },
  asked: true
})

/** Every state between the start of a training and its result. */
export const moments: readonly Moment[] = [
  {
    name: 'before the run has a record',
    arm: call(id => `s3:GetObject /models/team/runs/${id}/request\\.json`, { wait: 'shortly' }),
    asked: false
  },
  {
    name: 'while the record is written',
    arm: call(id => `s3:PutObject /models/team/runs/${id}/training\\.json`, { wait: 'shortly' }),
    asked: false
  },
  {
    name: 'with a record, and no job asked for',
    arm: call(id => `s3:PutObject /models/team/runs/${id}/code/`, { wait: 'shortly' }),
    asked: false
  },
  {
    name: 'while CreateTrainingJob is on its way',
    arm: call(() => '^sagemaker:CreateTrainingJob', { wait: 'over' }),
    asked: true
  },
  {
    name: 'while the answer to CreateTrainingJob is on its way',
    arm: call(() => '^sagemaker:CreateTrainingJob', { wait: 'over', made: true }),
    asked: true
  },
  inState('Starting'),
  inState('Downloading'),
  inState('Training'),
  inState('Uploading'),
  {
    name: 'when the job has ended, before anybody saw it',
    arm: run => run.reached('Completed'),
    asked: true
  },
  {
    name: 'while the model is copied to its place',
    arm: call(id => `s3:PutObject /models/team/runs/${id}/output/model`, { wait: 'shortly' }),
    patience: true,
    asked: true
  }
]

/** Runs `train` and sends it the signal at the moment. */
export async function hit(run: CloudRequest, moment: Moment, signal: NodeJS.Signals): Promise<BundleRun> {
  let end: (value: unknown) => void = () => undefined
  const at = moment.arm(run, new Promise(done => (end = done)))
  const options: CloudCall = moment.patience === true ? { faster: PATIENT } : {}
  const main = await run.step('train', { ...options, interrupt: { at, signal } })
  end(undefined)
  // A call that was on its way when the action ended still arrives.
  await pause(SHORTLY_MS)
  const { cloud } = run.project
  await until(() => cloud.isIdle(), 'the last calls to be carried out', {
    describe: () => cloud.calls.at(-1)?.operation
  })
  const describe = () => main.stdout + main.stderr
  if (moment.asked) await until(() => run.jobs().length > 0, 'the job that was asked for', { describe })
  return main
}
