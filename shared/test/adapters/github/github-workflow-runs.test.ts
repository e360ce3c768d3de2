import { afterEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient } from '../../../src/adapters/github/github-client.js'
import { GitHubWorkflowRuns } from '../../../src/adapters/github/github-workflow-runs.js'
import { codeOf } from '../../../testing/code-of.js'
import { startGitHubServer, type GitHubServer } from '../../../testing/github-server/github-server.js'
import type { TokenPermissions } from '../../../testing/github-server/tokens.js'

const WORKFLOW = "on:\n  schedule:\n    - cron: '7,37 * * * *'\njobs: {}\n"
const open: GitHubServer[] = []

afterEach(async () => {
  for (const server of open.splice(0)) {
    await server.close()
    expect(server.violations).toEqual([])
  }
})

async function start(permissions: TokenPermissions = { actions: 'read' }) {
  const server = await startGitHubServer({
    repository: 'acme/models',
    files: { '.github/workflows/drift.yml': WORKFLOW, '.github/workflows/reconcile.yml': WORKFLOW }
  })
  open.push(server)
  const token = server.tokens.issue({ permissions })
  const client = createGitHubClient({ token, apiUrl: server.url })
  return { server, runs: new GitHubWorkflowRuns(client, { owner: 'acme', repo: 'models' }) }
}

describe('the state of a workflow run', () => {
  test.each([
    ['queued', false],
    ['in_progress', false],
    ['completed', true]
  ] as const)('%s', async (status, over) => {
    const { server, runs } = await start()
    const { id } = server.state.addRun({ status, attempt: 2 })
    expect(await runs.stateOf(String(id))).toEqual({ attempt: 2, over })
  })

  test('of one that was deleted is undefined', async () => {
    const { runs } = await start()
    expect(await runs.stateOf('77')).toBeUndefined()
  })

  test('of what is no number is a usage error', async () => {
    const { runs } = await start()
    expect(await codeOf(runs.stateOf('../1'))).toBe('run-id-invalid')
  })
})

test('workflows are listed with their state', async () => {
  const { server, runs } = await start()
  server.state.disabledWorkflows.add('drift.yml')
  const found = await runs.workflows()
  expect(found.map(({ path, state }) => [path, state])).toEqual([
    ['.github/workflows/drift.yml', 'disabled-inactivity'],
    ['.github/workflows/reconcile.yml', 'active']
  ])
  expect(found[0]?.changedAt.getTime()).toBeGreaterThan(0)
})

test('the last start by schedule is the newest, and only of the workflow that is asked for', async () => {
  const { server, runs } = await start()
  const path = '.github/workflows/drift.yml'
  const add = (event: string, createdAt: string, file = path) =>
    server.state.addRun({ event, createdAt, path: file })
  add('schedule', '2025-01-01T03:17:00Z')
  add('schedule', '2025-01-02T03:17:00Z')
  add('workflow_dispatch', '2025-01-03T03:17:00Z')
  add('schedule', '2025-01-04T03:17:00Z', '.github/workflows/reconcile.yml')
  const [drift] = await runs.workflows()
  expect(await runs.lastScheduledAt(drift?.id ?? 0)).toEqual(new Date('2025-01-02T03:17:00Z'))
})

test('a workflow that never started by schedule has no such time', async () => {
  const { runs } = await start()
  expect(await runs.lastScheduledAt(1)).toBeUndefined()
})

test.each<[string, (runs: GitHubWorkflowRuns) => Promise<unknown>]>([
  ['a run', runs => runs.stateOf('1')],
  ['the workflows', runs => runs.workflows()],
  ['the runs of one', runs => runs.lastScheduledAt(1)]
])('without the permission, asking for %s names it', async (_, ask) => {
  const { runs } = await start({ contents: 'read' })
  expect(await codeOf(ask(runs))).toBe('github-permission-missing')
})
