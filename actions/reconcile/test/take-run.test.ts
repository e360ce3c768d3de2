import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

test.each<[string, () => Partial<TrainingRecord>]>([
  ['gives a sign of life', () => ({ heartbeat_at: world.ago(0) })],
  ['is taken by another process', () => ({ owner: 'another' })],
  ['ends', () => ({ status: 'failed', reason_code: 'training-crashed' })]
])('a run that %s after it was looked at is left to its owner', async (_, change) => {
  const seen = await world.cloudRun(16)
  await world.job()
  const now = { ...seen, ...change() }
  // SageMaker is asked after the record was read.
  const openCloud = async () => {
    await writeRecord(world.store, layout.training(trainingId), now)
    return world.remote
  }
  const outcome = await world.reconcile({}, { openCloud })
  expect(outcome).toMatchObject({ ended: [], stopped: [] })
  expect(world.stops).toEqual([])
  expect(await world.mustHave()).toEqual(now)
})
