import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { toOutputs } from '../src/outcome.js'
import { SELF, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

const inRun = (run: string) => world.reconcile({}, { workflowRun: { run_id: run, attempt: 1 } })
const isOver = (run: string, over = true) => world.workflows.runs.set(run, { attempt: 1, over })

describe('a run that ended through housekeeping', () => {
  const ways: readonly [string, () => Promise<unknown>, string][] = [
    [
      'as stopped',
      async () => {
        await world.cloudRun(16)
        await world.job()
      },
      'orphaned'
    ],
    ['as lost', () => world.cloudRun(16), 'runner-lost'],
    [
      'as settled',
      async () => {
        const name = await world
          .cloudRun(20, { status: 'submitted', reason_code: 'detached' })
          .then(() => world.job())
        world.remote.enter(name, 'failed', { failureReason: 'AlgorithmError: x', billableSeconds: 9 })
      },
      'training-crashed'
    ],
    ['of the local backend', () => world.cloudRun(20, { backend: 'local' }), 'runner-lost']
  ]
  test.each(ways)('%s is handed over until it is recorded', async (_, prepare, reasonCode) => {
    await prepare()
    const first = await world.reconcile()
    expect(toOutputs(first)['ended']).toBe(JSON.stringify([trainingId]))
    expect(await world.mustHave()).toMatchObject({ resumed_by: { ...SELF, times: 1, errand: 'history' } })
    isOver(SELF.run_id, false)
    expect(await inRun('901')).toMatchObject({ ended: [] })
    isOver(SELF.run_id)
    expect(await inRun('901')).toMatchObject({ ended: [{ trainingId, reasonCode, handedOver: true }] })
    isOver('901')
    const record = await world.mustHave()
    await writeRecord(world.store, layout.training(trainingId), { ...record, recorded_at: world.ago(0) })
    expect(await inRun('902')).toMatchObject({ ended: [], warnings: [] })
  })

  const ended: Partial<TrainingRecord> = {
    status: 'failed',
    reason_code: 'runner-lost',
    job_name: undefined
  }
  const handed = (times: number) => ({
    resumed_by: { run_id: '800', attempt: 1, at: world.ago(20), times, errand: 'history' }
  })

  test('is given up after three workflows, with a warning', async () => {
    isOver('800')
    await world.cloudRun(30, { ...ended, ...handed(3) })
    const outcome = await world.reconcile()
    expect(outcome).toMatchObject({ decision: 'clean', ended: [] })
    expect(outcome.warnings).toEqual([expect.stringContaining('record-history with this training-id')])
  })

  test('is handed over by one of two passes', async () => {
    isOver('800')
    await world.cloudRun(30, { ...ended, ...handed(1) })
    const both = await Promise.all([inRun('901'), inRun('902')])
    expect(both.flatMap(pass => pass.ended)).toHaveLength(1)
  })

  test('by the train of a workflow that replaced its lost job, is handed over when that is over', async () => {
    const errand = { run_id: '5', attempt: 1, at: world.ago(20), times: 1, errand: 'mlops-churn-x-r1' }
    await world.cloudRun(30, { ...ended, resumed_by: errand })
    isOver('5', false)
    expect(await world.reconcile()).toMatchObject({ ended: [] })
    isOver('5')
    expect(await world.reconcile()).toMatchObject({ ended: [{ trainingId }] })
  })

  test('without housekeeping is its own workflow’s to record', async () => {
    await world.cloudRun(30, ended)
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', ended: [] })
  })
})

test('of 300 orphans all are stopped at once, and one matrix after the other records them', async () => {
  const ids = Array.from({ length: 300 }, (_, index) => `${trainingId}-${index + 1}`)
  for (const id of ids) {
    await world.cloudRun(16, {}, { id })
    await world.job(id)
  }
  const first = await world.reconcile()
  expect(first.stopped).toHaveLength(300)
  expect(first.ended).toHaveLength(300)
  expect(first.warnings.join('\n')).toContain('the next one goes on')
  const handed = (outcome: typeof first) => JSON.parse(toOutputs(outcome)['ended'] ?? '') as string[]
  // GitHub takes 256 jobs of a matrix.
  expect(handed(first).length).toBeLessThanOrEqual(256)
  const second = await inRun('901')
  expect(second.stopped).toEqual([])
  expect([...handed(first), ...handed(second)].sort()).toEqual(ids.sort())
})
