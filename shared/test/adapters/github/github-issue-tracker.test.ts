import { afterEach, describe, expect, test } from '@jest/globals'
import type { Permission } from '../../../src/ports/issue-tracker.js'
import { issueTrackerContract } from '../../../testing/contracts/issue-tracker-contract.js'
import { refusal } from '../../../testing/github-server/failures.js'
import type { TokenPermissions } from '../../../testing/github-server/tokens.js'
import { gitHubPlace, type PlaceOptions } from './github-place.js'

const WORKFLOW = `on:
  workflow_dispatch:
    inputs:
      model-id: { required: true }
      reason: { required: false }
jobs: {}
`

issueTrackerContract('GitHubIssueTracker', async ({ files, workflow }) => {
  const seed = { ...files, [`.github/workflows/${workflow}`]: WORKFLOW }
  const { server, tracker } = await gitHubPlace({ files: seed })
  const { state } = server
  return {
    tracker: tracker(),
    createIssue: issue => state.createIssue({ title: 'Train a model', ...issue }).number,
    closeIssue: issueNumber => {
      const issue = state.issues.get(issueNumber)
      if (issue !== undefined) issue.state = 'closed'
    },
    issues: () =>
      [...state.issues.values()].map(({ number, title, body, login }) => ({
        number,
        title,
        body: body ?? '',
        login
      })),
    comment: (issueNumber, body, login) => void state.createComment(issueNumber, body, login),
    setPermission: (login, permission) => state.setCollaborator(login, permission),
    createRun: createdAt => String(state.addRun({ createdAt: createdAt.toISOString() }).id),
    comments: issueNumber => state.commentsOf(issueNumber).map(({ login, body }) => ({ login, body })),
    labels: issueNumber => [...(state.issues.get(issueNumber)?.labels ?? [])],
    dispatches: () =>
      state.dispatches.flatMap(dispatch =>
        dispatch.kind === 'workflow' ? [{ workflow: dispatch.workflow, inputs: dispatch.inputs }] : []
      ),
    close: async () => {
      await server.close()
      expect(server.violations).toEqual([])
    }
  }
})

describe('GitHubIssueTracker', () => {
  const open: (() => Promise<void>)[] = []

  async function start(options: PlaceOptions = {}) {
    const place = await gitHubPlace(options)
    open.push(() => place.server.close())
    return place
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map(close => close()))
  })

  const customRoles: [roleName: string, base: 'admin' | 'write' | 'read' | 'none', level: Permission][] = [
    ['ml-engineer', 'write', 'write'],
    ['auditor', 'read', 'read'],
    ['maintain', 'read', 'read'],
    ['triage', 'none', 'none'],
    ['admin', 'write', 'write']
  ]

  test.each(customRoles)('the role %s on top of %s is %s', async (roleName, permission, level) => {
    const { server, tracker } = await start()
    server.state.setCollaborator('alice', { roleName, permission })
    expect(await tracker().permissionOf('alice')).toBe(level)
  })

  test('a permission that cannot be read is an error, never a guess', async () => {
    const { server, token, tracker } = await start()
    server.failures.add(/permission$/, refusal(403, 'Resource not accessible by integration'))
    await expect(tracker().permissionOf('alice')).rejects.toMatchObject({ code: 'github-permission-missing' })
    server.tokens.revoke(token)
    await expect(tracker().permissionOf('alice')).rejects.toMatchObject({ code: 'github-token-refused' })
  })

  type Tracker = ReturnType<Awaited<ReturnType<typeof gitHubPlace>>['tracker']>
  const calls: [line: string, permissions: TokenPermissions, call: (tracker: Tracker) => Promise<unknown>][] =
    [
      ['issues: write', { issues: 'read' }, tracker => tracker.upsertComment(1, 'a', 'x')],
      ['issues: write', { contents: 'write' }, tracker => tracker.addLabels(1, ['x'])],
      [
        'issues: write',
        { issues: 'read' },
        tracker => tracker.upsertIssue('a', { title: 't', body: 'b', labels: [] })
      ],
      ['issues: write', { issues: 'none' }, tracker => tracker.removeLabel(1, 'x')],
      ['contents: read', { issues: 'write' }, tracker => tracker.readDefaultBranchFile('README.md')],
      ['actions: read', { issues: 'write' }, tracker => tracker.runCreatedAt('1')],
      ['actions: write', { actions: 'read' }, tracker => tracker.dispatchWorkflow('retrain.yml', {})]
    ]

  test.each(calls)('the hint names the missing line %s', async (line, permissions, call) => {
    const { server, tracker } = await start({ token: { permissions } })
    server.state.createIssue({ title: 'Train' })
    const failure = {
      code: 'github-permission-missing',
      hint: expect.stringContaining(`\`${line}\``)
    }
    await expect(call(tracker())).rejects.toMatchObject(failure)
  })

  test('without a comment of ours nobody is asked who we are', async () => {
    const { server, tracker } = await start()
    server.state.createIssue({ title: 'Train' })
    await tracker().upsertComment(1, 'run/a', 'x')
    await tracker().upsertComment(1, 'run/a', 'y')
    expect(server.calls.filter(({ path }) => path === '/graphql')).toEqual([])
  })

  test.each(['alice', 'ml-suite[bot]'])('a token of %s finds its own comments again', async login => {
    const { server, tracker } = await start({ token: { login } })
    server.state.createIssue({ title: 'Train' })
    const ours = tracker()
    await ours.upsertComment(1, 'run/a', 'x')
    expect((await ours.upsertComment(1, 'run/a', 'y')).created).toBe(false)
    expect(server.state.commentsOf(1)).toMatchObject([{ login }])
  })

  test.each([
    ['github-actions[bot]', 'ml-suite[bot]'],
    ['ml-suite[bot]', 'other-suite[bot]'],
    ['alice', 'bob']
  ])('a token of %s leaves the comment of %s alone', async (login, other) => {
    const { server, tracker } = await start({ token: { login } })
    server.state.createIssue({ title: 'Train' })
    server.state.createComment(1, 'theirs\n\n<!-- mlops:run/a -->', other)
    expect((await tracker().upsertComment(1, 'run/a', 'ours')).created).toBe(true)
    expect(server.state.commentsOf(1)).toMatchObject([{ login: other }, { login }])
  })

  test('a comment that vanishes between look and update is written anew', async () => {
    const { server, tracker } = await start()
    server.state.createIssue({ title: 'Train' })
    await tracker().upsertComment(1, 'run/a', 'x')
    server.failures.add(/^PATCH/, refusal(404, 'Not Found'), 2)
    expect((await tracker().upsertComment(1, 'run/a', 'y')).created).toBe(true)
  })

  test('a locked issue is refused with what GitHub says', async () => {
    const { server, tracker } = await start()
    server.state.createIssue({ title: 'Train' }).locked = true
    await expect(tracker().upsertComment(1, 'run/a', 'x')).rejects.toMatchObject({
      code: 'github-forbidden',
      message: expect.stringContaining('locked')
    })
  })

  test('a policy behind a 404 for lack of permission does not count as absent', async () => {
    const { server, tracker } = await start()
    server.failures.add(/contents/, refusal(404, 'Not Found'), 2)
    await expect(tracker().readDefaultBranchFile('.github/mlops.yml')).rejects.toMatchObject({
      code: 'github-permission-missing'
    })
  })

  test('an empty repository has no files', async () => {
    const { server, tracker } = await start({ files: null })
    expect(await tracker().readDefaultBranchFile('.github/mlops.yml')).toBeUndefined()
    expect(server.violations).toEqual([])
  })

  test.each(['', 'x', '1e3', '-1', '9'.repeat(40)])('the run id %j is refused', async runId => {
    const { server, tracker } = await start()
    await expect(tracker().runCreatedAt(runId)).rejects.toMatchObject({ code: 'run-id-invalid' })
    expect(server.calls).toEqual([])
  })

  test.each(['', '../x.yml', 'a/b.yml', 'x.txt', '?x.yml'])('the workflow name %j is refused', async name => {
    const { server, tracker } = await start()
    await expect(tracker().dispatchWorkflow(name, {})).rejects.toMatchObject({
      code: 'workflow-name-invalid'
    })
    expect(server.calls).toEqual([])
  })

  test('a workflow is found by its path, on a default branch of any name', async () => {
    const files = { '.github/workflows/retrain.yml': WORKFLOW }
    const { server, tracker } = await start({ files, defaultBranch: 'trunk' })
    await tracker().dispatchWorkflow('.github/workflows/retrain.yml', { 'model-id': 'churn' })
    expect(server.state.dispatches).toMatchObject([{ workflow: 'retrain.yml', ref: 'trunk' }])
  })

  interface Refusal {
    readonly name: string
    readonly workflow?: string
    readonly inputs: Readonly<Record<string, string>>
    readonly code: string
    readonly hint: RegExp
  }
  const refusals: readonly Refusal[] = [
    {
      name: 'no workflow_dispatch',
      workflow: 'on: push\njobs: {}\n',
      inputs: {},
      code: 'workflow-not-dispatchable',
      hint: /Add `workflow_dispatch:` .* under `on:` of retrain\.yml/
    },
    {
      name: 'an input it does not declare',
      inputs: { 'model-id': 'churn', surprise: 'x' },
      code: 'workflow-inputs-refused',
      hint: /`workflow_dispatch: \{inputs: \{model-id: \{\}, surprise: \{\}\}\}`/
    },
    {
      name: 'a required input left out',
      inputs: {},
      code: 'workflow-inputs-refused',
      hint: /Give every input .* of retrain\.yml a default/
    }
  ]

  test.each(refusals)(
    'a workflow with $name is refused',
    async ({ workflow = WORKFLOW, inputs, code, hint }) => {
      const { server, tracker } = await start({ files: { '.github/workflows/retrain.yml': workflow } })
      const starting = tracker().dispatchWorkflow('retrain.yml', inputs)
      await expect(starting).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) })
      expect(server.state.dispatches).toEqual([])
    }
  )

  test('what else GitHub calls invalid is passed on', async () => {
    const { server, tracker } = await start({ files: { '.github/workflows/retrain.yml': WORKFLOW } })
    const said = "Cannot trigger a 'workflow_dispatch' on a disabled workflow"
    server.failures.add(/dispatches$/, refusal(422, said))
    await expect(tracker().dispatchWorkflow('retrain.yml', {})).rejects.toMatchObject({
      code: 'workflow-dispatch-refused',
      message: expect.stringContaining(said)
    })
  })

  test('a pull request that carries the marker is no issue', async () => {
    const { server, tracker } = await start()
    const list = { title: 't', body: 'b', labels: ['mlops:drift'] }
    const first = await tracker().upsertIssue('drift/churn', list)
    const stored = server.state.issues.get(first.number)
    if (stored !== undefined) stored.isPullRequest = true
    expect((await tracker().upsertIssue('drift/churn', list)).created).toBe(true)
  })
})
