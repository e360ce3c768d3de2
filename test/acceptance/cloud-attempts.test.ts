import { afterAll, expect, test } from '@jest/globals'
import { refusal, throttled } from '../../shared/testing/aws-server/http/failures.js'
import { CloudProject, type CloudRequest } from './cloud-project.js'
import { expectDecision } from './expect-run.js'
import { removeWorkspaces } from './workspace.js'

/** Minutes between attempts are a second. */
const FASTER = 60
const TIMEOUT_MS = 180_000
const TYPE = 'ml.m5.xlarge'

afterAll(removeWorkspaces)

const train = (run: CloudRequest) => run.step('train', { faster: FASTER })
const statusesOf = (run: CloudRequest) => run.jobs().map(({ status }) => status)

test.concurrent(
  'a spot training whose instances are taken away twice goes on from its checkpoints, in the same job',
  async () => {
    await CloudProject.with(async project => {
      const compute = { backend: 'sagemaker', spot: true, max_runtime: '1h', max_wait: '2h' }
      project.workspace.write(
        'program.py',
        `
import os, pathlib, time
kept = pathlib.Path('/opt/ml/checkpoints')
if os.environ.get('SM_CHECKPOINT_DIR'): kept = pathlib.Path(os.environ['SM_CHECKPOINT_DIR'])
kept.mkdir(parents=True, exist_ok=True)
starts = len(list(kept.glob('start-*'))) + 1
(kept / f'start-{starts}').write_text('here')
print(f'start number {starts}', flush=True)
if starts < 3: time.sleep(600)
pathlib.Path(os.environ['SM_MODEL_DIR'], 'model.txt').write_text(str(starts))
`
      )
      const run = await project.request({ algorithm: 'script', hyperparameters: {}, compute })
      const training = run.step('train', { faster: FASTER, inputs: { 'entry-point': 'program.py' } })
      for (const number of [1, 2]) {
        await run.printed(`start number ${number}`)
        run.jobs().forEach(({ name }) => project.cloud.sagemaker.interrupt(name))
      }
      const main = await training
      expectDecision(main, { action: 'train', decision: 'completed', reasonCode: 'trained' })
      for (const number of [1, 2, 3]) expect(main.stdout).toContain(`start number ${number}`)
      expect(run.jobs()).toHaveLength(1)
      const checkpoints = await project.account.keys(`runs/${run.trainingId}/checkpoints/`)
      expect(checkpoints.map(key => key.split('/').at(-1))).toEqual(['start-1', 'start-2', 'start-3'])
    })
  },
  TIMEOUT_MS
)

test.concurrent(
  'capacity that is missing when the job starts is asked for again in jobs of other names, three times',
  async () => {
    await CloudProject.with(async project => {
      project.cloud.sagemaker.controls.capacityErrors = 3
      const run = await project.request()
      expectDecision(await train(run), { action: 'train', decision: 'completed', reasonCode: 'trained' })
      expect(statusesOf(run)).toEqual(['Failed', 'Failed', 'Failed', 'Completed'])
      const names = run.jobs().map(({ name }) => name.slice(-3))
      expect(names.slice(1)).toEqual(['-r1', '-r2', '-r3'])
    })
  },
  TIMEOUT_MS
)

test.concurrent(
  'capacity that does not come back ends the run after four jobs',
  async () => {
    await CloudProject.with(async project => {
      project.cloud.sagemaker.controls.capacityErrors = 9
      const run = await project.request()
      const main = await train(run)
      expectDecision(main, { action: 'train', decision: 'failed', reasonCode: 'job-capacity', fails: true })
      expect(run.jobs()).toHaveLength(4)
      expect((await train(run)).outputs).toMatchObject({ decision: 'failed', 'reason-code': 'job-capacity' })
      expect(run.jobs()).toHaveLength(4)
    })
  },
  TIMEOUT_MS
)

test.concurrent(
  'a job that is lost while nobody waits is told about by operation status, and replaced by the next start',
  async () => {
    await CloudProject.with(async project => {
      const { controls } = project.cloud.sagemaker
      controls.capacityErrors = 1
      controls.held.add('Starting')
      const run = await project.request()
      const call = (inputs: Readonly<Record<string, string>>) => run.step('train', { faster: FASTER, inputs })
      const left = { action: 'train', decision: 'submitted', reasonCode: 'detached' }
      expectDecision(await call({ wait: 'false' }), left)
      controls.held.clear()
      await project.cloud.sagemaker.ended(run.jobs()[0]?.name ?? '')
      const before = await run.record()
      const status = await call({ operation: 'status' })
      expectDecision(status, left)
      expect(status.stdout).toMatch(/The training job \S+ was lost: there was no capacity\./)
      expect(await run.record()).toEqual(before)
      controls.held.add('Training')
      expectDecision(await call({ wait: 'false' }), left)
      expect(statusesOf(run)).toEqual(['Failed', 'InProgress'])
      controls.held.clear()
      expectDecision(await train(run), { action: 'train', decision: 'completed', reasonCode: 'trained' })
      expect(statusesOf(run)).toEqual(['Failed', 'Completed'])
    })
  },
  TIMEOUT_MS
)

test.concurrent.each([
  ['throttling', throttled()],
  ['a lack of capacity', refusal('CapacityError', 400, 'Unable to provision requested ML compute capacity.')],
  ['a failure of the service', refusal('InternalFailure', 500, 'We encountered an internal error.')]
])(
  '%s when the job is asked for passes, and there is one job',
  async (_, failure) => {
    await CloudProject.with(async project => {
      project.cloud.failures.add(/^sagemaker:CreateTrainingJob/, failure, 2)
      const run = await project.request()
      expectDecision(await train(run), { action: 'train', decision: 'completed', reasonCode: 'trained' })
      expect(statusesOf(run)).toEqual(['Completed'])
    })
  },
  TIMEOUT_MS
)

test.concurrent(
  'an error of the user is not tried again',
  async () => {
    await CloudProject.with(async project => {
      const run = await project.request({ target: 'no_such_column' })
      const main = await train(run)
      expectDecision(main, {
        action: 'train',
        decision: 'failed',
        reasonCode: 'target-missing-column',
        fails: true
      })
      expect(statusesOf(run)).toEqual(['Failed'])
      expect(main.stdout).not.toContain('Trying again')
    })
  },
  TIMEOUT_MS
)

test.concurrent(
  'a quota is named, with what to do, and asked for once',
  async () => {
    await CloudProject.with(async project => {
      project.cloud.sagemaker.controls.quotas.set(TYPE, 0)
      const run = await project.request({ compute: { backend: 'sagemaker', instance_type: TYPE } })
      const main = await train(run)
      expectDecision(main, { action: 'train', decision: 'failed', reasonCode: 'quota-exceeded', fails: true })
      expect(main.errors[0]).toMatch(/ml\.m5\.xlarge for training job usage/)
      expect(main.errors[0]).toMatch(/Service Quotas/)
      expect(run.jobs()).toEqual([])
      project.cloud.sagemaker.controls.quotas.clear()
      expect((await train(run)).outputs['decision']).toBe('completed')
    })
  },
  TIMEOUT_MS
)
