import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { driftReport } from '../../shared/src/domain/records/drift-report.js'
import { verifyChain } from '../../shared/src/domain/history/verify-chain.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/index.js'
import {
  exampleWorkflows,
  forModel,
  type DispatchedRun,
  type WorkflowSession
} from '../../shared/testing/workflow-session.js'
import { releaseRoot } from './release.js'
import { decisionsOf, historyFiles, openRepository, storeOf } from './repository.js'
import { measurements } from './shifted-dataset.js'
import { csvOf } from './small-dataset.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

const request = `algorithm: random_forest
dataset_id: machines
target: label
positive_class: hot
hyperparameters: {n_estimators: 20, max_depth: 6}
gate: metrics.accuracy >= 0.9
edge: {max_size: 5MB, max_latency: 100ms}
seed: 1
`
const body = `\`\`\`yaml\n${request}\`\`\`\n`
const train = '.mlops/datasets/machines/train'
const testing = '.mlops/datasets/machines/test'
const DRIFT = '.github/workflows/drift-check.yml'
const example = (name: string) => forModel(exampleWorkflows(releaseRoot, [name]), 'machine')

let session: WorkflowSession
beforeAll(async () => {
  session = await openRepository(openWorkspace(), {
    ...example('drift-check.yml'),
    ...example('weekly-retrain.yml'),
    'requests/churn.yml': `model_id: churn\n${request}`,
    [`${train}/january.csv`]: csvOf(measurements({ rows: 300, seed: 11 })),
    [`${testing}/january.csv`]: csvOf(measurements({ rows: 100, seed: 12 })),
    'data/current/batch.csv': csvOf(measurements({ rows: 250, seed: 13 }))
  })
})

afterAll(async () => {
  await session.close()
  removeWorkspaces()
})

const midnight = new Date('2025-02-01T00:00:00Z')
async function scheduled(file: string): Promise<CompletedRun> {
  const run = await session.run(file, session.nextSchedule(file, midnight).event)
  if (!run.triggered) throw new Error(`${file} was not started: ${run.reason}`)
  return run
}

async function labelled(title: string): Promise<{ issue: number; run: CompletedRun }> {
  const { number } = session.server.state.createIssue({ title, body, login: 'alice' })
  const payload = session.server.events.issueLabeled(number, 'mlops:train', 'alice')
  const run = await session.run('train-on-issue.yml', { name: 'issues', payload })
  if (!run.triggered) throw new Error(run.reason)
  return { issue: number, run }
}

const driftOutputs = (run: CompletedRun) => run.jobs['drift']?.steps['drift']?.outputs ?? {}
const recordOf = (run: CompletedRun, job: string, key: string) =>
  storeOf(run, job).read(key) as Readonly<Record<string, unknown>>

/** The files of an artifact that a run uploaded. */
function artifact(run: CompletedRun, job: string, name: string): string[] {
  let directory = run.jobs[job]?.legs[0]?.workspace ?? '/'
  while (!existsSync(join(directory, 'artifacts')) && directory !== '/') directory = dirname(directory)
  const files = join(directory, 'artifacts', name)
  return existsSync(files) ? readdirSync(files).sort() : []
}

describe('a model born in an issue drifts and is trained again', () => {
  let born: { issue: number; run: CompletedRun }
  let calm: CompletedRun
  let drifted: CompletedRun
  let again: CompletedRun
  let dispatched: readonly DispatchedRun[]
  let retrained: CompletedRun
  let after: CompletedRun

  beforeAll(async () => {
    born = await labelled('[MLOps] Train: machine')
    calm = await scheduled('drift-check.yml')
    const batch = { seed: 21, offset: 12 }
    await session.commit(
      {
        'data/current/batch.csv': csvOf(measurements({ ...batch, rows: 400 })),
        [`${train}/february.csv`]: csvOf(measurements({ ...batch, rows: 400 }).slice(0, 300)),
        [`${testing}/february.csv`]: csvOf(measurements({ ...batch, rows: 400 }).slice(300))
      },
      'Add the measurements of February'
    )
    drifted = await scheduled('drift-check.yml')
    again = await scheduled('drift-check.yml')
    dispatched = await session.runDispatched()
    const [first] = dispatched
    if (first?.result.triggered !== true) throw new Error('nothing was dispatched')
    retrained = first.result
    after = await scheduled('drift-check.yml')
  }, 240_000)

  test('first it is registered and exported', () => {
    expect(decisionsOf(born.run, 'model')).toEqual({
      train: 'completed trained',
      'evaluate-gate': 'pass gate-passed',
      register: 'registered registered-production',
      'edge-export': 'exported exported',
      'record-history': 'recorded recorded'
    })
    expect(artifact(born.run, 'model', 'edge-package')).toEqual(
      expect.arrayContaining(['manifest.json', 'model.onnx'])
    )
  })

  test('data like those it was trained on start nothing', () => {
    expect(calm.conclusion).toBe('success')
    expect(driftOutputs(calm)).toMatchObject({ severity: 'ok', 'retrain-requested': 'false' })
    expect(artifact(calm, 'drift', 'drift-report')).toEqual(
      expect.arrayContaining(['report.json', 'report.md'])
    )
  })

  test('shifted data mean retraining, and the features that drifted are named', () => {
    expect(drifted.conclusion).toBe('success')
    expect(driftOutputs(drifted)).toMatchObject({
      decision: 'retrain',
      'retrain-requested': 'true'
    })
    expect((JSON.parse(driftOutputs(drifted)['drifted-features'] ?? '') as string[]).sort()).toEqual([
      'pressure',
      'temperature'
    ])
    const key = (driftOutputs(drifted)['report'] ?? '').replace(/^\.mlops\//, '')
    expect(driftReport.parse(recordOf(drifted, 'drift', key))).toMatchObject({
      model_id: 'machine',
      version: 'v1.0.0',
      severity: 'retrain',
      features: expect.arrayContaining([
        expect.objectContaining({ name: 'temperature', severity: 'retrain' })
      ])
    })
  })

  test('the workflow is started once, with model, reason and report', () => {
    expect(dispatched).toHaveLength(1)
    expect(dispatched[0]).toMatchObject({
      file: 'weekly-retrain.yml',
      inputs: {
        'model-id': 'machine',
        reason: expect.stringMatching(/pressure|temperature/),
        report: driftOutputs(drifted)['report']
      }
    })
  })

  test('the same data ask for nothing a second time', () => {
    expect(again.conclusion).toBe('success')
    expect(driftOutputs(again)).toMatchObject({ severity: 'retrain', 'retrain-requested': 'false' })
    expect(session.server.state.dispatches).toHaveLength(1)
  })

  test('the new data make v1.0.1, in production, by the same request and gate', () => {
    expect(retrained.conclusion).toBe('success')
    expect(decisionsOf(retrained, 'request')).toEqual({ 'parse-issue': 'accepted request-accepted' })
    expect(decisionsOf(retrained, 'model')).toEqual({
      train: 'completed trained',
      'evaluate-gate': 'pass gate-passed',
      register: 'registered registered-production',
      'edge-export': 'exported exported',
      'record-history': 'recorded recorded'
    })
    const registry = recordOf(retrained, 'model', 'models/machine/registry.json')
    expect(registry).toMatchObject({
      production: 'v1.0.1',
      versions: [
        { version: 'v1.0.0', stage: 'archived' },
        { version: 'v1.0.1', stage: 'production' }
      ]
    })
  })

  test('nor do they after the retraining that answered them', () => {
    expect(after.conclusion).toBe('success')
    const key = (driftOutputs(after)['report'] ?? '').replace(/^\.mlops\//, '')
    expect(recordOf(after, 'drift', key)).toMatchObject({ version: 'v1.0.1' })
    expect(driftOutputs(after)).toMatchObject({ 'retrain-requested': 'false' })
    expect(session.server.state.dispatches).toHaveLength(1)
  })

  test('the run knows where it comes from', () => {
    const original = born.run.jobs['request']?.outputs['training-id'] ?? ''
    const id = retrained.jobs['request']?.outputs['training-id'] ?? ''
    const first = recordOf(retrained, 'model', `runs/${original}/request.json`)
    expect(recordOf(retrained, 'model', `runs/${id}/request.json`)).toMatchObject({
      request: first['request'],
      request_sha256: first['request_sha256'],
      rerun_of: original,
      issue: born.issue,
      event: 'workflow_dispatch',
      reason: dispatched[0]?.inputs['reason'],
      report: driftOutputs(drifted)['report']
    })
    const conversation = recordOf(retrained, 'model', `issues/${born.issue}.json`)
    expect(conversation['runs']).toHaveLength(1)
  })

  test('the devices get the later release', () => {
    const counter = (version: string) =>
      recordOf(retrained, 'model', `edge/machine/${version}/manifest.json`)['counter']
    expect(Number(counter('v1.0.1'))).toBeGreaterThan(Number(counter('v1.0.0')))
    expect(recordOf(retrained, 'model', 'edge/machine/v1.0.1/manifest.json')).toMatchObject({
      previous_version: 'v1.0.0'
    })
  })

  test('the issue and the history are told', async () => {
    const reports = session.server.state
      .commentsOf(born.issue)
      .filter(comment => comment.body.includes('mlops:run:'))
    expect(reports).toHaveLength(2)
    expect(reports[1]?.body).toContain('v1.0.1')
    const files = [...(await historyFiles(session))].map(([name, text]) => ({ name, text }))
    expect(verifyChain(files)).toEqual({ intact: true, entries: 2 })
  })

  test('every token was used within its permissions', () => {
    expect(session.server.violations).toEqual([])
    expect(session.server.calls.filter(call => [401, 403].includes(call.status))).toEqual([])
  })
})

describe('what a drift check needs', () => {
  const shifted = (offset: number) => ({
    'data/current/batch.csv': csvOf(measurements({ rows: 300, seed: 31, offset }))
  })

  test('without `actions: write` the step fails and names the line; the report is there', async () => {
    const text = example('drift-check.yml')[DRIFT] ?? ''
    const readOnly = text.replace(/^ +actions: write.*\n/m, '')
    expect(readOnly).not.toBe(text)
    await session.commit({ ...shifted(-25), [DRIFT]: readOnly }, 'Take the permission away')
    const before = session.server.state.dispatches.length
    const run = await scheduled('drift-check.yml')
    expect(run.conclusion).toBe('failure')
    expect(driftOutputs(run)).toMatchObject({ severity: 'retrain', 'retrain-requested': 'false' })
    const errors = run.annotations.filter(({ level, title }) => level === 'error' && title !== undefined)
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain('actions: write')
    expect(artifact(run, 'drift', 'drift-report')).toContain('report.json')
    expect(session.server.state.dispatches).toHaveLength(before)
    await session.commit({ [DRIFT]: text }, 'Give it back')
    const mended = await scheduled('drift-check.yml')
    expect(driftOutputs(mended)).toMatchObject({ 'retrain-requested': 'true' })
    expect(session.server.state.dispatches).toHaveLength(before + 1)
  })

  test('a retraining workflow that does not declare the inputs is named', async () => {
    const [path = '', text = ''] = Object.entries(example('weekly-retrain.yml'))[0] ?? []
    const bare = text.replace(/^ {4}inputs:\n(?: {6}.*\n)+/m, '')
    expect(bare).not.toBe(text)
    await session.commit({ ...shifted(30), [path]: bare }, 'Declare nothing')
    const run = await scheduled('drift-check.yml')
    expect(run.conclusion).toBe('failure')
    const errors = run.annotations.filter(({ level, title }) => level === 'error' && title !== undefined)
    expect(errors[0]?.message).toMatch(/weekly-retrain\.yml[^]*model-id/)
    await session.commit({ [path]: text }, 'Declare them again')
  })
})

describe('every Monday', () => {
  test('is Monday 02:00 in Tokyo', () => {
    const { at, event } = session.nextSchedule('weekly-retrain.yml', new Date('2025-02-01T00:00:00Z'))
    expect(at.toISOString()).toBe('2025-02-02T17:00:00.000Z')
    expect(event.payload).toMatchObject({ schedule: '0 2 * * 1' })
  })

  test('the request file becomes a version, and nothing while the data stay as they are', async () => {
    const first = await scheduled('weekly-retrain.yml')
    expect(first.conclusion).toBe('success')
    expect(decisionsOf(first, 'model')).toMatchObject({ register: 'registered registered-production' })
    expect(recordOf(first, 'model', 'models/churn/registry.json')).toMatchObject({ production: 'v1.0.0' })
    const id = first.jobs['request']?.outputs['training-id'] ?? ''
    expect(recordOf(first, 'model', `runs/${id}/request.json`)).toMatchObject({
      event: 'schedule',
      reason: 'weekly'
    })

    const idle = await scheduled('weekly-retrain.yml')
    expect(idle.conclusion).toBe('success')
    expect(decisionsOf(idle, 'request')).toEqual({ 'parse-issue': 'ignored data-unchanged' })
    expect(idle.jobs['model']?.result).toBe('skipped')

    const march = csvOf(measurements({ rows: 200, seed: 41 }))
    await session.commit({ [`${train}/march.csv`]: march }, 'Add the measurements of March')
    const next = await scheduled('weekly-retrain.yml')
    expect(recordOf(next, 'model', 'models/churn/registry.json')).toMatchObject({ production: 'v1.0.1' })
  })

  test('what is run again keeps the store that it changed', async () => {
    const { event } = session.nextSchedule('weekly-retrain.yml', midnight)
    const again = await session.rerun('weekly-retrain.yml', event)
    if (!again.triggered) throw new Error(again.reason)
    expect(decisionsOf(again, 'request')).toEqual({ 'parse-issue': 'accepted run-attached' })
    expect(decisionsOf(again, 'model')).toMatchObject({ register: 'already-registered already-registered' })
    const id = again.jobs['request']?.outputs['training-id'] ?? ''
    const measured = recordOf(again, 'model', `runs/${id}/decision.json`)['evaluated_at']
    const next = await scheduled('drift-check.yml')
    expect(recordOf(next, 'drift', `runs/${id}/decision.json`)['evaluated_at']).toBe(measured)
  })

  test('a person can start it by hand for a model', async () => {
    const inputs = { 'model-id': 'nobody' }
    const payload = session.server.events.workflowDispatch('weekly-retrain.yml', inputs, 'alice')
    const run = await session.run('weekly-retrain.yml', { name: 'workflow_dispatch', payload })
    if (!run.triggered) throw new Error(run.reason)
    expect(run.conclusion).toBe('failure')
    expect(decisionsOf(run, 'request')).toEqual({ 'parse-issue': 'invalid rerun-unknown' })
    expect(run.jobs['model']?.result).toBe('skipped')
  })
})
