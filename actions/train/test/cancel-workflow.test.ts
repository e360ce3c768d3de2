import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../../shared/src/errors.js'
import type { RunCancellation, WorkflowRuns } from '../../../shared/src/ports/workflow-runs.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import type { OwnWorkflow } from '../src/cancel-run.js'
import { World } from './world.js'

/** Runs that answer as they are told, and remember what was cancelled. */
class ScriptedWorkflowRuns implements Pick<WorkflowRuns, 'cancel'> {
  readonly cancelled: [runId: string, event: string][] = []
  readonly #answer: RunCancellation | ServiceError

  constructor(answer: RunCancellation | ServiceError = 'cancelling') {
    this.#answer = answer
  }

  async cancel(runId: string, event: string): Promise<RunCancellation> {
    this.cancelled.push([runId, event])
    if (this.#answer instanceof ServiceError) throw this.#answer
    return this.#answer
  }
}

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

const stop = (workflow: OwnWorkflow) => world.call({ operation: 'stop' }, { ports: { workflow } })
const here = { repository: 'o/r', runId: '99' }

describe('stopping a training that the store knows nothing of', () => {
  test('cancels the workflow run that trains it', async () => {
    const runs = new ScriptedWorkflowRuns()
    await world.asked()
    expect(await stop({ ...here, runs })).toMatchObject({
      decision: 'stopped',
      reasonCode: 'run-cancelled',
      message: expect.objectContaining({ values: ['5', trainingId] })
    })
    expect(runs.cancelled).toEqual([['5', 'issues']])
  })

  test.each<[string, Parameters<World['asked']>[0], Partial<OwnWorkflow>]>([
    ['that asks', {}, { runId: '5' }],
    ['of another repository', { repository: 'o/fork' }, {}],
    ['of no known repository', {}, { repository: undefined }],
    ['of a schedule, which may train other models too', { event: 'schedule' }, {}],
    ['of a dispatch', { event: 'workflow_dispatch' }, {}]
  ])('leaves the run alone %s', async (_name, request, change) => {
    const runs = new ScriptedWorkflowRuns()
    await world.asked(request)
    expect(await stop({ ...here, ...change, runs })).toMatchObject({ reasonCode: 'nothing-to-stop' })
    expect(runs.cancelled).toEqual([])
  })

  test.each(['over', 'another-event'] as const)('finds nothing to stop in a run that is %s', async answer => {
    await world.asked()
    const outcome = await stop({ ...here, runs: new ScriptedWorkflowRuns(answer) })
    expect(outcome).toMatchObject({ decision: 'stopped', reasonCode: 'nothing-to-stop' })
  })

  test('finds nothing to stop where nothing was asked for', async () => {
    const runs = new ScriptedWorkflowRuns()
    expect(await stop({ ...here, runs })).toMatchObject({
      reasonCode: 'nothing-to-stop',
      hint: expect.stringContaining('still waits for its turn')
    })
    expect(runs.cancelled).toEqual([])
  })

  test('says what to do without a token', async () => {
    await world.asked()
    expect(await stop({ ...here, runs: undefined })).toMatchObject({
      reasonCode: 'nothing-to-stop',
      hint: expect.objectContaining({ template: expect.stringContaining('github-token') })
    })
  })

  test('fails when GitHub refuses', async () => {
    const runs = new ScriptedWorkflowRuns(new ServiceError('github-permission-missing', 'no'))
    await world.asked()
    expect(await codeOf(stop({ ...here, runs }))).toBe('github-permission-missing')
  })
})

test('a training that ended here is not cancelled anywhere', async () => {
  const runs = new ScriptedWorkflowRuns()
  await world.asked()
  await world.putTraining({ status: 'completed' })
  expect(await stop({ ...here, runs })).toMatchObject({
    decision: 'completed',
    hint: expect.stringContaining('still waits for its turn')
  })
  expect(runs.cancelled).toEqual([])
})
