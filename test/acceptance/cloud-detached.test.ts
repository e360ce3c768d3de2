import { afterAll, describe, expect, test } from '@jest/globals'
import { CloudProject, type CloudRequest } from './cloud-project.js'
import { expectDecision } from './expect-run.js'
import { removeWorkspaces } from './workspace.js'

const FASTER = 20
const TIMEOUT_MS = 180_000

afterAll(removeWorkspaces)

const outputs = async (run: CloudRequest, inputs: Readonly<Record<string, string>>) =>
  (await run.step('train', { inputs, faster: FASTER })).outputs

describe.each([
  ['wait: false', { wait: 'false' }],
  ['wait-timeout', { 'wait-timeout': '1s' }]
])('a run that is left by %s', (_, inputs) => {
  const left = async (use: (run: CloudRequest) => Promise<void>) =>
    CloudProject.with(async project => {
      const { held } = project.cloud.sagemaker.controls
      held.add('Training')
      const run = await project.request()
      const main = await run.step('train', { inputs })
      expectDecision(main, { action: 'train', decision: 'submitted', reasonCode: 'detached' })
      const post = await run.post(main)
      expect({ code: post.exitCode, log: post.stdout + post.stderr }).toEqual({ code: 0, log: '' })
      expect(run.jobs().map(({ isOver }) => isOver)).toEqual([false])
      await use(run)
      expect(run.jobs()).toHaveLength(1)
    })

  const finishJob = async (run: CloudRequest) => {
    run.project.cloud.sagemaker.controls.held.clear()
    await Promise.all(run.jobs().map(({ name }) => run.project.cloud.sagemaker.ended(name)))
  }

  test.concurrent(
    'is told about and settled by operation status',
    () =>
      left(async run => {
        expect(await outputs(run, { operation: 'status' })).toMatchObject({
          decision: 'submitted',
          'reason-code': 'detached'
        })
        await finishJob(run)
        expect(await outputs(run, { operation: 'status' })).toMatchObject({
          decision: 'completed',
          'reason-code': 'trained'
        })
        expect(await outputs(run, { operation: 'status' })).toMatchObject({
          decision: 'completed',
          'reason-code': 'already-trained'
        })
      }),
    TIMEOUT_MS
  )

  test.concurrent(
    'is followed to its end by operation start',
    () =>
      left(async run => {
        const following = outputs(run, {})
        await run.project.action('parse-issue', { inputs: { 'request-file': 'requests/1.yml' } })
        await finishJob(run)
        expect(await following).toMatchObject({ decision: 'completed', 'reason-code': 'trained' })
      }),
    TIMEOUT_MS
  )

  test.concurrent(
    'is settled by reconcile, once, and says the same afterwards',
    () =>
      left(async run => {
        await finishJob(run)
        const pass = await run.project.action('reconcile', { faster: FASTER })
        expect({ log: pass.stdout, code: pass.exitCode }).toMatchObject({ code: 0 })
        const record = await run.record()
        expect(record).toMatchObject({ status: 'completed', cost: { billed_usd: expect.any(Number) } })
        expect(await outputs(run, {})).toMatchObject({
          decision: 'completed',
          'reason-code': 'already-trained'
        })
        expect((await run.step('evaluate-gate')).outputs).toMatchObject({ decision: 'pass' })
      }),
    TIMEOUT_MS
  )

  test.concurrent(
    'is stopped by operation stop, and stays so',
    () =>
      left(async run => {
        expect(await outputs(run, { operation: 'stop' })).toMatchObject({
          decision: 'stopped',
          'reason-code': 'stop-requested'
        })
        expect(run.jobs().map(({ status }) => status)).toEqual(['Stopped'])
        expect(await outputs(run, {})).toMatchObject({
          decision: 'stopped',
          'reason-code': 'stop-requested'
        })
      }),
    TIMEOUT_MS
  )
})

test.concurrent(
  'operation stop in one job stops the training that another follows',
  async () => {
    await CloudProject.with(async project => {
      project.cloud.sagemaker.controls.held.add('Training')
      const run = await project.request()
      const owner = run.step('train', { faster: FASTER })
      await run.reached('Training')
      const stop = await run.step('train', { inputs: { operation: 'stop' }, faster: FASTER })
      const stopped = { action: 'train', decision: 'stopped', reasonCode: 'stop-requested', fails: true }
      expectDecision(await owner, stopped)
      expectDecision(stop, stopped)
      expect(run.jobs().map(({ status }) => status)).toEqual(['Stopped'])
    })
  },
  TIMEOUT_MS
)

test.concurrent(
  'the time between two attempts counts as waiting',
  async () => {
    await CloudProject.with(async project => {
      project.cloud.sagemaker.controls.capacityErrors = 1
      const run = await project.request()
      // Two minutes, here 24 s, pass before the second attempt; the pause of a look at a job is not among them.
      const main = await run.step('train', { inputs: { 'wait-timeout': '3s' }, faster: 5 })
      expectDecision(main, { action: 'train', decision: 'submitted', reasonCode: 'detached' })
      expect(run.jobs()).toHaveLength(1)
      expect(await outputs(run, {})).toMatchObject({ decision: 'completed' })
      expect(run.jobs().map(({ status }) => status)).toEqual(['Failed', 'Completed'])
    })
  },
  TIMEOUT_MS
)
