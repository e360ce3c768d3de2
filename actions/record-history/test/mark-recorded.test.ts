import { beforeEach, describe, expect, test } from '@jest/globals'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})

const handedOver = { run_id: '900', attempt: 1, at: '2025-01-10T09:50:00Z', times: 1, errand: 'history' }
const recordedAt = async () =>
  (await readRecord(world.store, layout.training(trainingIdOf(1)), trainingRecord))?.value.recorded_at
const put = (training: Partial<TrainingRecord>) =>
  world.run(1, { training, evaluation: null, decision: null })

describe('a run that reconcile handed over', () => {
  const ended = { status: 'failed', reason_code: 'runner-lost', resumed_by: handedOver } as const

  test('is marked as recorded, also where the history had it already', async () => {
    await put(ended)
    await world.record(1)
    expect(await recordedAt()).toBe('2025-01-10T10:00:00.000Z')
    await put(ended)
    expect(await world.record(1)).toMatchObject({ decision: 'already-recorded', warnings: [] })
    expect(await recordedAt()).toBe('2025-01-10T10:00:00.000Z')
  })

  test('is not marked while its issue has no comment', async () => {
    await put(ended)
    expect((await world.record(1, {}, { token: false })).warnings).toHaveLength(1)
    expect(await recordedAt()).toBeUndefined()
  })

  test('is recorded even if it cannot be marked, which a warning says', async () => {
    await put(ended)
    world.store.write = () =>
      Promise.reject(new ServiceError('store-access-denied', 'S3 refused s3:PutObject'))
    expect(await world.record(1)).toMatchObject({
      decision: 'recorded',
      warnings: [expect.stringContaining('s3:PutObject')]
    })
  })
})

test.each<[string, Partial<TrainingRecord>]>([
  ['that nobody handed over', { status: 'failed', reason_code: 'training-crashed' }],
  ['that completed', { resumed_by: handedOver }]
])('a run %s is left as it is', async (_, training) => {
  await put(training)
  await world.record(1)
  expect(await recordedAt()).toBeUndefined()
})
