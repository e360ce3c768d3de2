import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { jobName, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

const submitted = { status: 'submitted', reason_code: 'detached' } as const
const over = { status: 'failed', reason_code: 'internal' } as const
const WOULD = 'Dry run, this would be done: '

/** What a pass finds, and what it says that it does. */
const acts: readonly (readonly [string, () => Promise<unknown>, string])[] = [
  [
    'a completed run without a decision',
    () => world.cloudRun(600, { status: 'completed', reason_code: 'trained' }),
    `${trainingId}: completed without a decision; this workflow carries it on.`
  ],
  [
    'a run whose job was lost',
    async () => {
      await world.cloudRun(600, submitted)
      await world.job()
      world.remote.enter(jobName, 'failed', { failureReason: 'CapacityError: none left.' })
    },
    `${trainingId}: its training job was lost to the service; this workflow asks for ${jobName}-r1.`
  ],
  [
    'a run whose runner died before it had a job',
    () => world.cloudRun(600),
    `${trainingId}: The runner died before it left a model. Its run has ended as failed (runner-lost).`
  ],
  [
    'a run that ended here and is not in the history',
    () =>
      world.cloudRun(600, {
        ...over,
        cost: undefined,
        resumed_by: { run_id: '5', attempt: 1, at: world.ago(600), times: 1, errand: 'history' }
      }),
    `${trainingId}: ended, and not in the history yet; this workflow records it.`
  ],
  [
    'a job that nobody follows',
    async () => {
      await world.cloudRun(16)
      await world.job()
    },
    `Stopping the training job ${jobName}: its run is silent, and nobody follows it.`
  ],
  [
    'a job without a run',
    () => world.job(),
    `Stopping the training job ${jobName}: the store has no record of its run.`
  ],
  [
    'a bill that is missing',
    async () => {
      await world.cloudRun(600, over)
      await world.job()
      world.remote.enter(jobName, 'failed', { failureReason: 'AlgorithmError: x', billableSeconds: 360 })
    },
    `${trainingId}: its training job ${jobName} was billed 360 s.`
  ],
  [
    'a place of a run that is over',
    async () => {
      await world.cloudRun(600, { ...over, cost: undefined })
      await world.slot(1, trainingId)
    },
    `${trainingId}: its place for a training job (leases/training-jobs/1.json) is free again.`
  ]
]

describe.each(acts)('of %s', (_, prepare, line) => {
  beforeEach(prepare)

  test('a dry run says that it would be done', async () => {
    await world.reconcile({ 'dry-run': 'true' })
    expect(world.lines).toEqual([`${WOULD}${line}`])
    expect(world.stops).toEqual([])
  })

  test('a pass says that it is done', async () => {
    await world.reconcile()
    expect(world.lines[0]).toBe(line)
    expect(world.lines.join('\n')).not.toContain('would')
  })
})

test('a run whose job has ended would be settled', async () => {
  await world.cloudRun(600, submitted)
  await world.job()
  await world.complete()
  await world.reconcile({ 'dry-run': 'true' })
  expect(world.lines).toEqual([
    `${WOULD}${trainingId}: its training job ${jobName} is completed; its run is settled.`
  ])
})

test('a silent schedule is warned of by a dry run as by any other', async () => {
  const path = '.github/workflows/drift.yml'
  const changedAt = new Date('2024-06-01T00:00:00Z')
  world.workflows.entries.push({ id: 7, name: 'Drift', path, state: 'active', changedAt })
  world.files.set(path, "on:\n  schedule:\n    - cron: '17 3 * * *'\njobs: {}\n")
  await world.reconcile({ 'dry-run': 'true' })
  expect(world.lines).toEqual([
    `Warning: The schedule "17 3 * * *" of ${path} has missed two starts: it never did.`
  ])
})
