import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '../../shared/testing/until.js'
import { expectSoundStore } from './check-store.js'
import type { BundleRun } from './run-bundle.js'
import { step } from './run-steps.js'
import {
  letHeartbeatGrowStale,
  verifiedHistory,
  workspaceWithRequest,
  workspaceWithRuns
} from './trained-workspace.js'
import { removeWorkspaces, type Workspace } from './workspace.js'

/** Moments of a run, as shares of the time it takes when nobody kills it: more of them late, where things are written. */
const MOMENTS = [0.15, 0.35, 0.5, 0.61, 0.7, 0.78, 0.85, 0.91, 0.96]

let prepared: Workspace
let trainingId: string

beforeAll(async () => {
  const made = await workspaceWithRuns(1)
  prepared = made.workspace
  trainingId = made.runs[0] ?? ''
})
afterAll(removeWorkspaces)

/** A killed action's own processes end by themselves, because their standard input closes. */
async function untilNobodySurvives(run: BundleRun): Promise<void> {
  const describe = () => run.survivors()
  await until(() => run.survivors().length === 0, 'all its processes to end', { describe, everyMs: 50 })
}

describe.each([
  { action: 'evaluate-gate', answers: ['pass'] },
  { action: 'register', answers: ['registered', 'already-registered'] },
  { action: 'record-history', answers: ['recorded', 'already-recorded'] }
])('$action killed', ({ action, answers }) => {
  let milliseconds: number
  beforeAll(async () => {
    milliseconds = (await step(action, prepared.copy(), { trainingId })).milliseconds
  })

  test.each(MOMENTS)('after %d of its time leaves a store that the next run completes', async moment => {
    const workspace = prepared.copy()
    const killed = await step(action, workspace, {
      trainingId,
      interrupt: { at: Math.round(milliseconds * moment) }
    })
    await untilNobodySurvives(killed)
    expectSoundStore(workspace)

    const again = await step(action, workspace, { trainingId })
    expect(again.stderr).toBe('')
    expect(again.errors).toEqual([])
    expect(again.exitCode).toBe(0)
    expect(answers).toContain(again.outputs['decision'])
    expectSoundStore(workspace)
    if (action === 'record-history')
      expect(await verifiedHistory(workspace)).toMatch(/^verified chain-intact .*All 1 entries/)
  })
})

describe('train killed', () => {
  let requested: Workspace
  let requestedId: string
  let milliseconds: number
  beforeAll(async () => {
    const made = await workspaceWithRequest()
    requested = made.workspace
    requestedId = made.trainingId
    milliseconds = (await step('train', requested.copy(), { trainingId: requestedId })).milliseconds
  })

  test.each([0.1, 0.3, 0.5, 0.7, 0.85, 0.93, 0.98])(
    'after %d of its time: no training survives, and the next job takes over after a minute of silence',
    async moment => {
      const workspace = requested.copy()
      const killed = await step('train', workspace, {
        trainingId: requestedId,
        interrupt: { at: Math.round(milliseconds * moment) }
      })
      await untilNobodySurvives(killed)
      expectSoundStore(workspace)

      letHeartbeatGrowStale(workspace, requestedId)
      const again = await step('train', workspace, { trainingId: requestedId })
      expect(again.errors).toEqual([])
      expect(again.outputs).toMatchObject({ decision: 'completed', status: 'completed' })
      expectSoundStore(workspace)
    }
  )

  test('before that minute, the run is not trained a second time', async () => {
    const workspace = requested.copy()
    const at = /training kit/
    const killed = await step('train', workspace, { trainingId: requestedId, interrupt: { at } })
    expect(killed.exitCode).toBeNull()
    const early = await step('train', workspace, { trainingId: requestedId, inputs: { wait: 'false' } })
    expect(early.outputs).toMatchObject({ decision: 'submitted', 'reason-code': 'still-running' })
    await untilNobodySurvives(killed)
  })
})
