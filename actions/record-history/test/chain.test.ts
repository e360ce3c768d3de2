import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { historyEntry, historyHead } from '../../../shared/src/domain/records/history-entry.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { InMemoryHistoryLog } from '../../../shared/testing/fakes/in-memory-history-log.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const pathOf = (number: number, ending = 'json') => `training_history/${trainingIdOf(number)}.${ending}`
const entryOf = async (number: number) => historyEntry.parse(JSON.parse(await world.file(pathOf(number))))
const headOf = async () => historyHead.parse(JSON.parse(await world.file('training_history/HEAD.json')))

describe('recording', () => {
  test('writes the entry, the report and the head, each naming the digest of the other', async () => {
    await world.run(1)
    await world.registered(1)
    const outcome = await world.record(1)
    const text = await world.file(pathOf(1))
    expect(outcome).toMatchObject({
      decision: 'recorded',
      reasonCode: 'recorded',
      entry: pathOf(1),
      entrySha256: sha256(text),
      commit: await world.log.head()
    })
    expect(await entryOf(1)).toMatchObject({
      sequence: 1,
      previous_sha256: null,
      training_id: trainingIdOf(1),
      issue: 7,
      model_id: 'churn',
      version: 'v1.0.0',
      decision: 'pass',
      request: { request: { algorithm: 'random_forest' } },
      training: { status: 'completed' },
      evaluation: { metrics: { accuracy: 0.9, roc_auc: null } },
      decision_record: { decision: 'pass' },
      report_sha256: sha256(await world.file(pathOf(1, 'md'))),
      recorded_at: '2025-01-10T10:00:00.000Z'
    })
    expect(await headOf()).toEqual({
      schema_version: 1,
      sequence: 1,
      entry: `${trainingIdOf(1)}.json`,
      sha256: sha256(text)
    })
    expect(outcome.report).toBe(await world.file(pathOf(1, 'md')))
  })

  test('chains every run to the one before', async () => {
    for (const number of [1, 2, 3]) {
      await world.run(number)
      await world.record(number)
    }
    expect((await entryOf(2)).previous_sha256).toBe(sha256(await world.file(pathOf(1))))
    expect((await entryOf(3)).previous_sha256).toBe(sha256(await world.file(pathOf(2))))
    expect(await headOf()).toMatchObject({ sequence: 3, sha256: sha256(await world.file(pathOf(3))) })
    expect(await world.verify()).toMatchObject({
      decision: 'verified',
      reasonCode: 'chain-intact',
      message: 'All 3 entries are intact.'
    })
  })

  test('goes into the directory that was asked for', async () => {
    await world.run(1)
    expect((await world.record(1, { path: 'docs/history' })).entry).toBe(
      `docs/history/${trainingIdOf(1)}.json`
    )
    expect(await world.verify({ path: 'docs/history' })).toMatchObject({
      message: 'All 1 entries are intact.'
    })
    expect(await world.verify()).toMatchObject({ message: 'All 0 entries are intact.' })
  })

  test.each([
    ['was not trained', { training: null, evaluation: null, decision: null }, 'not-trained'],
    ['failed', { training: { status: 'failed' as const }, evaluation: null, decision: null }, 'failed'],
    ['was not evaluated', { evaluation: null, decision: null }, 'completed'],
    ['was rejected', { decision: { decision: 'reject' as const } }, 'reject']
  ])('takes a run that %s', async (_name, parts, decision) => {
    await world.run(1, parts)
    expect(await world.record(1)).toMatchObject({ decision: 'recorded' })
    const entry = await entryOf(1)
    expect(entry.decision).toBe(decision)
    expect(entry.version).toBeUndefined()
  })

  test('of several jobs at once lands them all in one chain', async () => {
    const numbers = [1, 2, 3, 4, 5, 6]
    for (const number of numbers) await world.run(number)
    const outcomes = await Promise.all(numbers.map(number => world.record(number)))
    expect(outcomes.map(outcome => outcome.decision)).toEqual(numbers.map(() => 'recorded'))
    const sequences = await Promise.all(numbers.map(async number => (await entryOf(number)).sequence))
    expect(sequences.sort()).toEqual(numbers)
    expect(await world.verify()).toMatchObject({
      reasonCode: 'chain-intact',
      message: 'All 6 entries are intact.'
    })
  })

  test('of the same run by two jobs lands it once', async () => {
    await world.run(1)
    const outcomes = await Promise.all([world.record(1), world.record(1)])
    expect(outcomes.map(outcome => outcome.decision).sort()).toEqual(['already-recorded', 'recorded'])
    expect(await headOf()).toMatchObject({ sequence: 1 })
  })

  test('starts a chain beside other files of the branch', async () => {
    await world.tamper('README.md', 'About this branch')
    await world.tamper('training_history/README.md', 'About this directory')
    await world.run(1)
    expect(await world.record(1)).toMatchObject({ decision: 'recorded' })
    expect(await headOf()).toMatchObject({ sequence: 1 })
    expect(await world.verify()).toMatchObject({ reasonCode: 'chain-intact' })
    expect(await world.file('README.md')).toBe('About this branch')
  })

  test('gives up with an error when the branch never stands still', async () => {
    class MovingLog extends InMemoryHistoryLog {
      override async append() {
        return { appended: false, reason: 'moved' } as const
      }
    }
    await world.run(1)
    const shortest = jest.spyOn(Math, 'random').mockReturnValue(0)
    expect(await codeOf(world.record(1, {}, { log: new MovingLog() }))).toBe('history-contended')
    shortest.mockRestore()
  })

  test('of a run that is not in the store is an error', async () => {
    expect(await codeOf(world.record(1))).toBe('record-missing')
  })
})

describe('recording again', () => {
  test('finds the entry and changes nothing', async () => {
    await world.run(1)
    const first = await world.record(1)
    const again = await world.record(1)
    expect(again).toMatchObject({
      decision: 'already-recorded',
      reasonCode: 'already-recorded',
      entry: first.entry,
      entrySha256: first.entrySha256,
      commit: first.commit
    })
    expect(await world.log.head()).toBe(first.commit)
  })

  test('says when the run was decided anew since', async () => {
    await world.run(1)
    await world.record(1)
    await world.run(1, { decision: { decision: 'reject' } })
    expect((await world.record(1)).message).toContain('The run is reject now')
    expect((await entryOf(1)).decision).toBe('pass')
  })
})

describe('verifying', () => {
  beforeEach(async () => {
    for (const number of [1, 2, 3]) {
      await world.run(number)
      await world.record(number)
    }
  })

  test.each([
    ['an edited entry', pathOf(2), (text: string) => text.replace('"pass"', '"reject"')],
    ['an edited byte of white space', pathOf(1), (text: string) => `${text}\n`],
    ['an edited report', pathOf(3, 'md'), (text: string) => text.replace('0.9', '0.99')]
  ])('names %s', async (_name, path, edit) => {
    await world.tamper(path, edit(await world.file(path)))
    const outcome = await world.verify()
    expect(outcome).toMatchObject({ decision: 'broken', reasonCode: 'chain-broken' })
    expect(outcome.message).toContain(path.replace('training_history/', ''))
  })

  test('names the place of an entry that was emptied', async () => {
    await world.tamper(pathOf(2), '')
    expect(await world.verify()).toMatchObject({
      decision: 'broken',
      message: expect.stringContaining('entry 2')
    })
  })

  test('finds a chain that was cut off', async () => {
    const second = await world.file(pathOf(2))
    const head = { schema_version: 1, sequence: 2, entry: `${trainingIdOf(2)}.json`, sha256: sha256(second) }
    await world.tamper('training_history/HEAD.json', JSON.stringify(head))
    const outcome = await world.verify()
    expect(outcome).toMatchObject({ decision: 'broken' })
    expect(outcome.message).toContain(trainingIdOf(3))
  })

  test('finds an entry that was slipped in', async () => {
    await world.tamper('training_history/train-20250101-000000-00000000.json', '{}')
    expect(await world.verify()).toMatchObject({ decision: 'broken', reasonCode: 'chain-broken' })
  })

  test('a damaged head keeps further runs out', async () => {
    await world.tamper('training_history/HEAD.json', '{')
    await world.run(4)
    expect(await codeOf(world.record(4))).toBe('history-broken')
    expect(await world.verify()).toMatchObject({ decision: 'broken' })
  })

  test('a lost head does not start a second chain', async () => {
    const orphans = new InMemoryHistoryLog()
    const entry = { path: pathOf(1), text: await world.file(pathOf(1)) }
    await orphans.append(undefined, [entry], 'without its head')
    await world.run(4)
    expect(await codeOf(world.record(4, {}, { log: orphans }))).toBe('history-broken')
  })

  test('a damaged entry of the same run is not taken for a recorded one', async () => {
    await world.tamper(pathOf(2), '{}')
    expect(await codeOf(world.record(2))).toBe('history-broken')
  })
})

test('a history that does not exist yet is intact', async () => {
  expect(await world.verify()).toMatchObject({
    decision: 'verified',
    reasonCode: 'history-empty',
    commit: undefined
  })
})
