import { describe, expect, test } from '@jest/globals'
import type { WorkflowEvent } from '../../../testing/workflow-runner/index.js'
import { runText, tryWorkflow } from '../run-files.js'

const JOB = 'jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "true"\n'

async function reaction(on: string, event: WorkflowEvent): Promise<string> {
  const result = await tryWorkflow(`on: ${on}\n${JOB}`, { event })
  return result.triggered ? 'triggered' : result.reason
}

describe('triggers', () => {
  const labeled = { name: 'issues', payload: { action: 'labeled' } }
  const cases: [name: string, on: string, event: WorkflowEvent, expected: RegExp][] = [
    ['a bare event', 'issues', labeled, /^triggered$/],
    ['a list of events', '[push, issues]', labeled, /^triggered$/],
    ['an event without types', '{issues: }', labeled, /^triggered$/],
    ['the type asked for', '{issues: {types: [opened, labeled]}}', labeled, /^triggered$/],
    ['one type as text', '{issues: {types: labeled}}', labeled, /^triggered$/],
    [
      'another type',
      '{issues: {types: [opened]}}',
      labeled,
      /issues listens to the types opened, not labeled/
    ],
    ['another event', 'push', labeled, /does not listen to issues/],
    ['a comment', 'issue_comment', { name: 'issue_comment', payload: { action: 'created' } }, /^triggered$/],
    [
      'a dispatch type',
      '{repository_dispatch: {types: [go]}}',
      { name: 'repository_dispatch', payload: { action: 'go' } },
      /^triggered$/
    ],
    [
      'another dispatch type',
      '{repository_dispatch: {types: [go]}}',
      { name: 'repository_dispatch', payload: { action: 'no' } },
      /not no/
    ],
    [
      'its cron',
      '{schedule: [{cron: "7 3 * * *", timezone: Asia/Tokyo}]}',
      { name: 'schedule', payload: { schedule: '7 3 * * *' } },
      /^triggered$/
    ],
    [
      'a schedule that names no cron',
      '{schedule: [{cron: "7 3 * * *"}]}',
      { name: 'schedule', payload: {} },
      /^triggered$/
    ],
    [
      'another cron',
      '{schedule: [{cron: "7 3 * * *"}]}',
      { name: 'schedule', payload: { schedule: '8 3 * * *' } },
      /no schedule/
    ],
    ['a push', 'push', { name: 'push', payload: {} }, /^triggered$/]
  ]
  test.each(cases)('%s', async (_, on, event, expected) => {
    expect(await reaction(on, event)).toMatch(expected)
  })

  test.each([
    [
      'an event it does not know',
      'pull_request',
      { name: 'pull_request', payload: {} },
      /`pull_request` is not supported/
    ],
    [
      'branch filters of the event',
      '{push: {branches: [main]}}',
      { name: 'push', payload: {} },
      /test\.yml:1:13: `branches` filters/
    ]
  ] as [string, string, WorkflowEvent, RegExp][])('refuses %s', async (_, on, event, message) => {
    await expect(reaction(on, event)).rejects.toMatchObject({
      code: 'unsupported-event',
      message: expect.stringMatching(message)
    })
  })

  test('filters of other events do not matter', async () => {
    expect(await reaction('{push: {branches: [main]}, issues: }', labeled)).toBe('triggered')
  })
})

const DISPATCH = `on:
  workflow_dispatch:
    inputs:
      text: {type: string, default: hello}
      count: {type: number, default: 3}
      flag: {type: boolean, default: true}
      plain: {type: boolean}
      kind: {type: choice, options: [a, b]}
      must: {required: true}
      where: {type: environment}
jobs:
  job:
    runs-on: ubuntu-latest
    outputs: {all: '\${{ toJSON(inputs) }}', next: '\${{ inputs.count >= 3 && inputs.flag }}'}
    steps:
      - run: "true"
`

describe('workflow_dispatch inputs', () => {
  const dispatch = (inputs: Record<string, unknown>): { readonly event: WorkflowEvent } => ({
    event: { name: 'workflow_dispatch', payload: { inputs } }
  })

  test('are typed, with defaults', async () => {
    const run = await runText(DISPATCH, dispatch({ must: 'x', flag: 'false', kind: 'b' }))
    expect(JSON.parse(run.jobs['job']?.outputs['all'] ?? '')).toEqual({
      text: 'hello',
      count: 3,
      flag: false,
      plain: false,
      kind: 'b',
      must: 'x',
      where: ''
    })
    expect(run.jobs['job']?.outputs['next']).toBe('false')
  })

  test('are refused with every problem', async () => {
    const given = dispatch({ flag: 'yes', count: 'many', kind: 'c', odd: '1' })
    await expect(runText(DISPATCH, given)).rejects.toMatchObject({
      code: 'workflow-dispatch-inputs',
      problems: [
        { place: 'inputs.odd', message: 'unexpected input' },
        { place: 'inputs.count', message: expect.stringContaining('number') },
        { place: 'inputs.flag', message: expect.stringContaining('boolean') },
        { place: 'inputs.kind', message: expect.stringContaining('choice of a, b') },
        { place: 'inputs.must', message: expect.stringContaining('required') }
      ]
    })
  })
})

describe('schedules', () => {
  const scheduled = (timezone: string) =>
    tryWorkflow(`on: {schedule: [{cron: "0 2 * * 1", timezone: ${timezone}}]}\n${JOB}`, {
      event: { name: 'schedule', payload: { schedule: '0 2 * * 1' } }
    })

  test('start in a named time zone', async () => {
    expect(await scheduled('Asia/Tokyo')).toMatchObject({ triggered: true, conclusion: 'success' })
  })

  test('in a zone that does not exist make the file invalid, with the place', async () => {
    await expect(scheduled('Asia/Tokio')).rejects.toMatchObject({
      code: 'invalid-workflow',
      problems: [
        { place: expect.stringMatching(/test\.yml:1:4\d/), message: expect.stringContaining('Tokio') }
      ]
    })
  })
})
