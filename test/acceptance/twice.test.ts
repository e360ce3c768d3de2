import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { expectSoundStore } from './check-store.js'
import { expectDecision } from './expect-run.js'
import { step } from './run-steps.js'
import { verifiedHistory, workspaceWithRuns } from './trained-workspace.js'
import { removeWorkspaces, type Workspace } from './workspace.js'

let workspace: Workspace
let trainingId: string
const record = (name: string) => workspace.record(`runs/${trainingId}/${name}.json`)

beforeAll(async () => {
  const made = await workspaceWithRuns(1)
  workspace = made.workspace
  trainingId = made.runs[0] ?? ''
})
afterAll(removeWorkspaces)

test('train reports the result that is there and trains nothing', async () => {
  const before = record('training')
  const run = await step('train', workspace, { trainingId })
  expectDecision(run, { action: 'train', decision: 'completed', reasonCode: 'already-trained' })
  expect(JSON.parse(run.outputs['metrics'] ?? '')).toEqual(before['metrics'])
  expect(record('training')).toEqual(before)
  expect(run.stdout).not.toContain('training kit')
  expectSoundStore(workspace)
})

test('evaluate-gate measures again and comes to the same numbers', async () => {
  const evaluation = record('evaluation')
  const decision = { ...record('decision'), evaluated_at: expect.any(String) as unknown }
  const predictions = workspace.text(`.mlops/runs/${trainingId}/predictions.csv`)
  const run = await step('evaluate-gate', workspace, { trainingId })
  expectDecision(run, { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' })
  expect(record('evaluation')).toEqual(evaluation)
  expect(record('decision')).toEqual(decision)
  expect(workspace.text(`.mlops/runs/${trainingId}/predictions.csv`)).toBe(predictions)
  expectSoundStore(workspace)
})

test('register gives a run one version', async () => {
  const first = await step('register', workspace, { trainingId })
  expectDecision(first, { action: 'register', decision: 'registered', reasonCode: 'registered-production' })
  const registry = workspace.record('models/small/registry.json')
  const second = await step('register', workspace, { trainingId })
  expectDecision(second, {
    action: 'register',
    decision: 'already-registered',
    reasonCode: 'already-registered'
  })
  expect(second.outputs).toMatchObject({
    version: 'v1.0.0',
    stage: 'production',
    'model-uri': first.outputs['model-uri']
  })
  expect(workspace.record('models/small/registry.json')).toEqual(registry)
  expectSoundStore(workspace)
})

test('register operation: promote says that the version is in production already', async () => {
  const inputs = { operation: 'promote', 'model-id': 'small', version: 'v1.0.0' }
  const run = await step('register', workspace, { trainingId, inputs })
  expectDecision(run, { action: 'register', decision: 'promoted', reasonCode: 'already-production' })
})

test('record-history records a run once', async () => {
  const first = await step('record-history', workspace, { trainingId })
  expectDecision(first, { action: 'record-history', decision: 'recorded', reasonCode: 'recorded' })
  const second = await step('record-history', workspace, { trainingId })
  expectDecision(second, {
    action: 'record-history',
    decision: 'already-recorded',
    reasonCode: 'already-recorded'
  })
  for (const name of ['entry', 'entry-sha256', 'commit'])
    expect(second.outputs[name]).toBe(first.outputs[name])
  expect(await verifiedHistory(workspace)).toMatch(/^verified chain-intact .*All 1 entries/)
})
