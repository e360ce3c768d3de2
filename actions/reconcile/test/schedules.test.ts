import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../../shared/src/errors.js'
import type { WorkflowEntry } from '../../../shared/src/ports/workflow-runs.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

const PATH = '.github/workflows/drift.yml'
const workflow = (cron: string, timezone?: string) =>
  `on:\n  schedule:\n    - cron: '${cron}'\n${timezone === undefined ? '' : `      timezone: ${timezone}\n`}jobs: {}\n`

function put(text: string, change: Partial<WorkflowEntry> & { last?: string } = {}): void {
  const { last, ...entry } = change
  const changedAt = new Date('2024-06-01T00:00:00Z')
  world.workflows.entries.push({ id: 7, name: 'Drift', path: PATH, state: 'active', changedAt, ...entry })
  world.files.set(PATH, text)
  if (last !== undefined) world.workflows.lastScheduled.set(7, new Date(last))
}

/** It is Friday, 10 January 2025, 10:00 UTC; GitHub may be an hour late. */
describe('a schedule', () => {
  test.each<[string, string, string | undefined, string | undefined, boolean]>([
    ['daily, today', '17 3 * * *', undefined, '2025-01-10T03:20:00Z', false],
    ['daily, one missed', '17 3 * * *', undefined, '2025-01-09T03:20:00Z', false],
    ['daily, two missed', '17 3 * * *', undefined, '2025-01-08T03:20:00Z', true],
    ['daily, the second may only be late', '30 9 * * *', undefined, '2025-01-08T09:31:00Z', false],
    ['on working days, over the weekend', '0 9 * * 1-5', undefined, '2025-01-09T09:05:00Z', false],
    ['weekly, ten days ago', '0 2 * * 1', undefined, '2024-12-31T02:00:00Z', false],
    ['weekly, two Mondays missed', '0 2 * * 1', undefined, '2024-12-23T02:01:00Z', true],
    ['every half hour, two hours ago', '7,37 * * * *', undefined, '2025-01-10T07:40:00Z', true],
    ['in Tokyo, Thursday 18:30 UTC', '30 3 * * *', 'Asia/Tokyo', '2025-01-08T18:31:00Z', false],
    ['that never started since June', '17 3 * * *', undefined, undefined, true],
    ['that cannot be read', 'every day', undefined, undefined, false]
  ])('%s', async (_, cron, timezone, last, silent) => {
    put(workflow(cron, timezone), last === undefined ? {} : { last })
    const { warnings, decision } = await world.reconcile()
    expect(warnings).toEqual(silent ? [expect.stringContaining(PATH)] : [])
    expect(decision).toBe('clean')
  })

  test('that was switched on again yesterday has time', async () => {
    put(workflow('17 3 * * *'), { last: '2024-07-01T03:17:00Z', changedAt: new Date('2025-01-09T12:00:00Z') })
    expect((await world.reconcile()).warnings).toEqual([])
  })

  test('that GitHub switched off is named with the button to press', async () => {
    put(workflow('17 3 * * *'), { state: 'disabled-inactivity' })
    expect((await world.reconcile()).warnings).toEqual([expect.stringMatching(/drift\.yml.*Enable workflow/)])
  })

  test('that somebody switched off is meant to be', async () => {
    put(workflow('17 3 * * *'), { state: 'other' })
    expect((await world.reconcile()).warnings).toEqual([])
  })

  test.each([
    ['no schedule', 'on: push\njobs: {}\n'],
    ['no YAML', 'on: [\n'],
    ['an alias bomb', `a: &a [${'x,'.repeat(50)}]\n${'b: [*a, *a, *a, *a, *a, *a, *a]\n'.repeat(40)}`]
  ])('of a file with %s is none', async (_, text) => {
    put(text)
    expect((await world.reconcile()).warnings).toEqual([])
  })
})

test('a missing permission is a warning that names it', async () => {
  world.workflows.failure = new ServiceError('github-permission-missing', 'listing the workflows: 403', {
    hint: 'add `actions: read`'
  })
  const { warnings } = await world.reconcile()
  expect(warnings).toEqual([expect.stringContaining('actions: read')])
})

test('without a token nothing is asked', async () => {
  expect((await world.reconcile({}, { workflows: undefined })).warnings).toEqual([
    'Without github-token the schedules cannot be checked.'
  ])
})
