import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startGitHubServer, type GitHubServer } from '../../shared/testing/github-server/github-server.js'
import { expectSoundStore } from './check-store.js'
import { expectDecision } from './expect-run.js'
import type { BundleCall, BundleRun } from './run-bundle.js'
import { step } from './run-steps.js'
import { verifiedHistory, workspaceWithRequest, workspaceWithRuns } from './trained-workspace.js'
import { removeWorkspaces, type Workspace } from './workspace.js'

let prepared: Workspace
let runs: readonly string[]
let server: GitHubServer

beforeAll(async () => {
  const made = await workspaceWithRuns(2)
  prepared = made.workspace
  runs = made.runs
  server = await startGitHubServer({ repository: 'acme/models', files: { 'README.md': '# models' } })
})
afterAll(async () => {
  await server.close()
  removeWorkspaces()
})

/** Runs an action for several runs at the same time. */
function atOnce(
  action: string,
  workspace: Workspace,
  call: BundleCall & { readonly trainingIds: readonly string[] }
): Promise<BundleRun[]> {
  const { trainingIds, ...rest } = call
  return Promise.all(trainingIds.map(trainingId => step(action, workspace, { ...rest, trainingId })))
}

const decisions = (all: readonly BundleRun[]) => all.map(run => run.outputs['reason-code']).sort()

test('two jobs train one run: one trains, the other waits for it, and both have the result', async () => {
  const { workspace, trainingId } = await workspaceWithRequest()
  const both = await atOnce('train', workspace, { trainingIds: [trainingId, trainingId] })
  expect(decisions(both)).toEqual(['already-trained', 'trained'])
  for (const run of both)
    expectDecision(run, {
      action: 'train',
      decision: 'completed',
      reasonCode: run.outputs['reason-code'] ?? ''
    })
  expect(both.filter(run => run.stdout.includes('training kit'))).toHaveLength(1)
  expect(both[0]?.outputs['metrics']).toBe(both[1]?.outputs['metrics'])
  expect(workspace.keys('runs').filter(key => key.endsWith('.tar.gz'))).toHaveLength(1)
  expectSoundStore(workspace)
})

test('two jobs measure one run: both decide the same, and the store holds one whole measurement', async () => {
  const workspace = prepared.copy()
  const [trainingId = ''] = runs
  const both = await atOnce('evaluate-gate', workspace, { trainingIds: [trainingId, trainingId] })
  expect(decisions(both)).toEqual(['gate-passed', 'gate-passed'])
  expect(both[0]?.outputs['metrics']).toBe(both[1]?.outputs['metrics'])
  expectSoundStore(workspace)
})

test.each([1, 2, 3, 4])(
  'two runs registered at once get two versions, both complete (round %i)',
  async () => {
    const workspace = prepared.copy()
    const both = await atOnce('register', workspace, { trainingIds: runs })
    for (const run of both)
      expectDecision(run, {
        action: 'register',
        decision: 'registered',
        reasonCode: 'registered-production'
      })
    const versions = both.map(run => run.outputs['version'] ?? '')
    expect(versions.toSorted()).toEqual(['v1.0.0', 'v1.0.1'])
    const registry = workspace.record('models/small/registry.json')
    expect(registry['versions']).toEqual(
      expect.arrayContaining(
        runs.map((trainingId, index) =>
          expect.objectContaining({ training_id: trainingId, version: versions[index] })
        )
      )
    )
    expectSoundStore(workspace)
  }
)

test('one run registered by two jobs at once gets one version', async () => {
  const workspace = prepared.copy()
  const [trainingId = ''] = runs
  const both = await atOnce('register', workspace, { trainingIds: [trainingId, trainingId] })
  expect(both.map(run => [run.exitCode, run.outputs['version']])).toEqual([
    [0, 'v1.0.0'],
    [0, 'v1.0.0']
  ])
  expect(workspace.record('models/small/registry.json')['versions']).toHaveLength(1)
  expectSoundStore(workspace)
})

test('two jobs record in the history of a checkout at once: both are in an unbroken chain', async () => {
  const workspace = prepared.copy()
  const both = await atOnce('record-history', workspace, { trainingIds: runs })
  expect(decisions(both)).toEqual(['recorded', 'recorded'])
  expect(await verifiedHistory(workspace)).toMatch(/^verified chain-intact .*All 2 entries/)
})

test('two jobs record one run at once: it is recorded once', async () => {
  const workspace = prepared.copy()
  const [trainingId = ''] = runs
  const both = await atOnce('record-history', workspace, { trainingIds: [trainingId, trainingId] })
  expect(decisions(both)).toEqual(['already-recorded', 'recorded'])
  expect(both[0]?.outputs['entry-sha256']).toBe(both[1]?.outputs['entry-sha256'])
  expect(await verifiedHistory(workspace)).toMatch(/^verified chain-intact .*All 1 entries/)
})

test("two jobs record through GitHub's API at once: both are in an unbroken chain", async () => {
  const call = {
    token: server.tokens.issue({ permissions: { contents: 'write', issues: 'write' } }),
    environment: { GITHUB_API_URL: server.url, GITHUB_GRAPHQL_URL: `${server.url}/graphql` }
  }
  const both = await atOnce('record-history', prepared.copy(), { ...call, trainingIds: runs })
  expect(decisions(both)).toEqual(['recorded', 'recorded'])
  const verify = await step('record-history', prepared, {
    ...call,
    trainingId: '',
    inputs: { operation: 'verify' }
  })
  expectDecision(verify, { action: 'record-history', decision: 'verified', reasonCode: 'chain-intact' })
  expect(verify.stdout).toContain('All 2 entries')
  expect(server.violations).toEqual([])
})
