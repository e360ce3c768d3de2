import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { repositoryName } from '../../../src/adapters/github/github-client.js'
import { GitHubWorkflowRuns } from '../../../src/adapters/github/github-workflow-runs.js'
import { codeOf } from '../../../testing/code-of.js'
import { serverError } from '../../../testing/github-server/failures.js'
import { droppedConnection } from '../../../testing/failure-plan.js'
import { gitHubPlace, REPOSITORY } from './github-place.js'

let place: Awaited<ReturnType<typeof gitHubPlace>>
const cancelled: number[] = []

beforeEach(async () => {
  cancelled.length = 0
  place = await gitHubPlace({ onCancel: runId => void cancelled.push(runId) })
  place.server.state.addRun({ id: 7, event: 'issues' })
})

afterEach(async () => {
  expect(place.server.violations).toEqual([])
  await place.server.close()
})

const runs = (token?: string) => new GitHubWorkflowRuns(place.createClient(token), repositoryName(REPOSITORY))

test('a run is cancelled, also when GitHub falters', async () => {
  expect(await runs().cancel('7', 'issues')).toBe('cancelling')
  place.server.failures.add(/^GET .*runs\/7$/, serverError(), 2)
  place.server.failures.add(/cancel$/, droppedConnection('handling'))
  expect(await runs().cancel('7', 'issues')).toBe('cancelling')
  expect(cancelled).toEqual([7, 7, 7])
})

test.each([
  ['that another event started', '7', 'schedule', 'another-event'],
  ['that nobody knows', '8', 'issues', 'over'],
  ['that has ended', '9', 'issues', 'over']
])('a run %s is left alone', async (_name, runId, event, expected) => {
  place.server.state.addRun({ id: 9, status: 'completed', conclusion: 'success' })
  expect(await runs().cancel(runId, event)).toBe(expected)
  expect(cancelled).toEqual([])
})

test('a run that ends between the two calls is over', async () => {
  const { state, failures } = place.server
  failures.add(/cancel$/, {
    kind: 'answer',
    status: 409,
    message: 'Cannot cancel a workflow run that is completed.'
  })
  expect(await runs().cancel('7', 'issues')).toBe('over')
  expect(state.runs.get(7)?.status).toBe('in_progress')
})

test('without the permission the error names the line', async () => {
  const token = place.server.tokens.issue({ permissions: { actions: 'read' } })
  const refused = runs(token).cancel('7', 'issues')
  await expect(refused).rejects.toMatchObject({
    code: 'github-permission-missing',
    hint: expect.stringContaining('actions: write')
  })
})

test('what is no run id never reaches GitHub', async () => {
  expect(await codeOf(runs().cancel('7/../../..', 'issues'))).toBe('run-id-invalid')
  expect(place.server.calls).toEqual([])
})
