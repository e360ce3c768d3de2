import { beforeEach, describe, expect, test } from '@jest/globals'
import { readRecord, writeRecord } from '../../src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../src/domain/records/training.js'
import { layout } from '../../src/domain/store/layout.js'
import { beginsWith, claimRun, type OwnedRun } from '../../src/training/run-claim.js'
import { leftAlone } from '../../src/training/taken-over.js'
import { aTrainingRecord, trainingId } from '../../testing/builders/records.js'
import { InMemoryObjectStore } from '../../testing/fakes/in-memory-object-store.js'

const clock = { now: () => new Date('2025-01-10T10:00:00Z') }
const draft = aTrainingRecord({
  status: 'running',
  owner: 'this',
  heartbeat_at: '2025-01-10T10:00:00Z',
  finished_at: null
})
let store: InMemoryObjectStore

beforeEach(() => {
  store = new InMemoryObjectStore()
})

const stored = async () => (await readRecord(store, layout.training(trainingId), trainingRecord))?.value
const put = (record: TrainingRecord) => writeRecord(store, layout.training(trainingId), record)

async function owned(): Promise<OwnedRun> {
  const claim = await claimRun(store, clock, { trainingId, next: beginsWith(draft) })
  if (!claim.owned) throw new Error('the run was free')
  return claim.run
}

describe('claiming a run', () => {
  test('of many at the same time one owns it, and the others see its record', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claimRun(store, clock, { trainingId, next: beginsWith({ ...draft, owner: `process-${index}` }) })
      )
    )
    const owners = claims.flatMap(claim => (claim.owned ? [claim.run.record.owner] : []))
    expect(owners).toHaveLength(1)
    for (const claim of claims) if (!claim.owned) expect(claim.record?.owner).toBe(owners[0])
    expect((await stored())?.owner).toBe(owners[0])
  })

  test('that nobody wants to begin changes nothing', async () => {
    const claim = await claimRun(store, clock, { trainingId, next: () => undefined })
    expect(claim).toEqual({ owned: false, record: undefined })
    expect(await stored()).toBeUndefined()
  })
})

describe('the end of a run', () => {
  test('keeps a wish to stop it that came since the last heartbeat', async () => {
    const run = await owned()
    await put({ ...draft, stop_requested_at: '2025-01-10T10:00:01Z' })
    expect(await run.finish(leftAlone(run.record))).toMatchObject({ status: 'submitted' })
    expect(await stored()).toMatchObject({
      status: 'submitted',
      stop_requested_at: '2025-01-10T10:00:01Z'
    })
  })

  test('is not written over the record of another owner', async () => {
    const run = await owned()
    await put({ ...draft, owner: 'another' })
    expect((await run.finish({ ...run.record, status: 'failed' })).owner).toBe('another')
    expect(await stored()).toMatchObject({ owner: 'another', status: 'running' })
  })
})
