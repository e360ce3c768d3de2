import { afterAll, describe, expect, test } from '@jest/globals'
import { expectDecision, expectFailure } from './expect-run.js'
import { runBundle } from './run-bundle.js'
import { requestRun, step } from './run-steps.js'
import { smallRequest, smallWorkspace } from './small-dataset.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

afterAll(removeWorkspaces)

const unknownRun = 'train-20250110-093000-1a2b3c4d'

describe('every action names all wrong inputs in one error:', () => {
  test.each([
    {
      action: 'parse-issue',
      inputs: { 'request-file': '../secret.yml', 'required-permission': 'root', 'issue-number': '0' },
      names: ['request-file', 'required-permission', 'issue-number']
    },
    {
      action: 'train',
      inputs: { 'training-id': '../../etc', operation: 'begin', wait: 'perhaps', 'wait-timeout': '5 apples' },
      names: ['training-id', 'operation', 'wait', 'wait-timeout']
    },
    {
      action: 'evaluate-gate',
      inputs: { 'training-id': '', confidence: '95', champion: 'the best', 'fail-on': 'reject,fail' },
      names: ['training-id', 'confidence', 'champion', 'fail-on']
    },
    {
      action: 'register',
      inputs: { 'training-id': unknownRun, keep: '2', bump: 'huge', language: 'fr' },
      names: ['keep', 'bump', 'language']
    },
    {
      action: 'rollback',
      inputs: { 'model-id': '../churn', to: 'latest', 'asked-at': 'yesterday', 'fail-on': 'rolled' },
      names: ['model-id', 'to', 'asked-at', 'fail-on']
    },
    {
      action: 'record-history',
      inputs: { 'training-id': unknownRun, branch: '--force', path: '../..', 'issue-number': 'one' },
      names: ['branch', 'path', 'issue-number']
    }
  ])('$action', async ({ action, inputs, names }) => {
    const run = await runBundle(action, openWorkspace(), { inputs })
    expectFailure(run, action, 'invalid-inputs')
    for (const name of names) expect(run.errors[0]).toContain(`input ${name}: `)
  })
})

test.each(['train', 'evaluate-gate', 'register', 'record-history'])(
  '%s fails for a run that the store does not hold, and says which step is missing',
  async action => {
    const workspace = openWorkspace()
    workspace.initialiseGit()
    const run = await step(action, workspace, { trainingId: unknownRun })
    expectFailure(run, action, 'record-missing')
    expect(run.errors[0]).toMatch(/request\.json.*parse-issue/)
  }
)

test('a store in a place this release cannot open fails the step', async () => {
  const inputs = { store: 'git:mlops' }
  const run = await step('train', openWorkspace(), { trainingId: unknownRun, inputs })
  expectFailure(run, 'train', 'store-unsupported')
})

describe('a request file', () => {
  test('that does not exist is an invalid request, and no error unless fail-on says so', async () => {
    const workspace = openWorkspace()
    const call = { inputs: { 'request-file': 'requests/none.yml' } }
    const lenient = await runBundle('parse-issue', workspace, call)
    expectDecision(lenient, {
      action: 'parse-issue',
      decision: 'invalid',
      reasonCode: 'request-file-missing'
    })
    expect(lenient.outputs['proceed']).toBe('false')
    const strict = await runBundle('parse-issue', workspace, {
      inputs: { ...call.inputs, 'fail-on': 'invalid' }
    })
    expectDecision(strict, {
      action: 'parse-issue',
      decision: 'invalid',
      reasonCode: 'request-file-missing',
      fails: true
    })
  })

  test('with several mistakes has them all in one answer, with line and column', async () => {
    const workspace = openWorkspace()
    workspace.write('request.yml', 'algoritm: random_forest\ndataset_id: a/b\nmax_retry: -1\n')
    const run = await runBundle('parse-issue', workspace, { inputs: { 'request-file': 'request.yml' } })
    expectDecision(run, {
      action: 'parse-issue',
      decision: 'invalid',
      reasonCode: 'request-invalid',
      placedErrors: 3
    })
    const { problems } = JSON.parse(run.outputs['result'] ?? '{}') as { problems: { place: string }[] }
    expect(problems.map(problem => problem.place).sort()).toEqual([
      'request.yml:1:1',
      'request.yml:2:13',
      'request.yml:3:12'
    ])
    expect(workspace.has('.mlops/runs')).toBe(false)
  })
})

test('register refuses a run that was not measured, as a result', async () => {
  const workspace = smallWorkspace()
  const trainingId = await requestRun(workspace, smallRequest)
  await step('train', workspace, { trainingId })
  const run = await step('register', workspace, { trainingId })
  expectDecision(run, { action: 'register', decision: 'refused', reasonCode: 'not-evaluated' })
  expect(workspace.has('.mlops/models')).toBe(false)
})

test('train refuses a backend it does not have, and leaves the run to another job', async () => {
  const workspace = smallWorkspace()
  const trainingId = await requestRun(workspace, smallRequest)
  const run = await step('train', workspace, { trainingId, inputs: { backend: 'sagemaker' } })
  expectDecision(run, {
    action: 'train',
    decision: 'refused',
    reasonCode: 'store-not-in-s3',
    fails: true
  })
  expect(workspace.has(`.mlops/runs/${trainingId}/training.json`)).toBe(false)
})
