import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expectDecision, expectFailure } from './expect-run.js'
import { requestRun, step, trainedRun } from './run-steps.js'
import { csvOf, smallRequest, smallRows, smallWorkspace } from './small-dataset.js'
import { removeWorkspaces, type Workspace } from './workspace.js'

const good = csvOf(smallRows('test'))
const rows = smallRows('test')
let trained: Workspace
let trainingId: string

beforeAll(async () => {
  trained = smallWorkspace()
  trainingId = await trainedRun(trained, smallRequest)
})
afterAll(removeWorkspaces)

/** Rows whose label is their number. */
function numbered(count: number) {
  return Array.from({ length: count }, (_, row) => ({ size: row, weight: row, label: String(row) }))
}

/** The trained run with these files in place of its test data. */
function withTestData(files: Readonly<Record<string, string | Uint8Array>>): Workspace {
  const workspace = trained.copy()
  workspace.remove('.mlops/datasets/small/test')
  for (const [name, content] of Object.entries(files)) workspace.store(`datasets/small/test/${name}`, content)
  return workspace
}

function expectNothingDecided(workspace: Workspace): void {
  // The decision of the earlier, good measurement stands: this one decided nothing.
  expect(workspace.record(`runs/${trainingId}/decision.json`)).toMatchObject({ decision: 'pass' })
}

describe('unusable test data fail the step:', () => {
  test.each([
    { name: 'none', files: {}, code: 'dataset-missing', says: /test/ },
    { name: 'an empty file', files: { 'rows.csv': '' }, code: 'table-empty', says: /rows\.csv/ },
    {
      name: 'a header without rows',
      files: { 'rows.csv': 'size,weight,label\n' },
      code: 'table-empty',
      says: /rows\.csv/
    },
    {
      name: 'a feature of the model is missing',
      files: { 'rows.csv': csvOf(rows.map(({ size, label }) => ({ size, label }))) },
      code: 'feature-missing',
      says: /weight/
    },
    {
      name: 'a number is a word',
      files: { 'rows.csv': `${good}large,3,yes\n` },
      code: 'feature-not-numeric',
      says: /row 22.*size.*large/
    },
    {
      name: 'the target is no column',
      files: { 'rows.csv': csvOf(rows.map(({ size, weight }) => ({ size, weight }))) },
      code: 'target-missing-column',
      says: /label/
    },
    {
      name: 'the target is NaN in one row',
      files: { 'rows.csv': `${good}3,3,NaN\n` },
      code: 'target-missing-values',
      says: /row 22.*label/
    },
    {
      name: 'the target is another kind of column',
      files: { 'rows.csv': csvOf(numbered(150)) },
      code: 'target-mismatch',
      says: /label|classes/
    },
    {
      name: 'a row has too many fields',
      files: { 'rows.csv': `${good}1,2,yes,4\n` },
      code: 'table-ragged',
      says: /row 22/
    },
    {
      name: 'a quote that is never closed',
      files: { 'rows.csv': `${good}1,2,"yes\n` },
      code: 'table-quote',
      says: /rows\.csv/
    },
    {
      name: 'not UTF-8',
      files: { 'rows.csv': Buffer.from(`${good}1,2,\u00fc\n`, 'latin1') },
      code: 'table-undecodable',
      says: /rows\.csv/
    },
    {
      name: 'a gzip file cut off in the middle',
      files: { 'rows.csv.gz': gzipSync(good).subarray(0, 60) },
      code: 'table-unreadable',
      says: /rows\.csv\.gz/
    },
    {
      name: 'a Parquet file that is none',
      files: { 'rows.parquet': 'PAR1 nothing else' },
      code: 'table-unreadable',
      says: /rows\.parquet/
    }
  ])('$name ($code)', async ({ files, code, says }) => {
    const workspace = withTestData(files)
    const run = await step('evaluate-gate', workspace, { trainingId })
    expectFailure(run, 'evaluate-gate', code)
    expect(run.errors[0]).toMatch(says)
    expectNothingDecided(workspace)
  })
})

test('one class only in the test data is no error: what needs two classes is undefined, and a gate on it rejects', async () => {
  const workspace = withTestData({ 'rows.csv': csvOf(rows.filter(row => row.label === 'no')) })
  const inputs = { gate: '!(metrics.roc_auc < 0.9)' }
  const run = await step('evaluate-gate', workspace, { trainingId, inputs })
  expectDecision(run, { action: 'evaluate-gate', decision: 'reject', reasonCode: 'metric-undefined' })
  expect(JSON.parse(run.outputs['metrics'] ?? '{}')).toMatchObject({ accuracy: 1, roc_auc: null })
  expect(run.outputs['passed']).toBe('false')
})

test('classes the model has never seen are errors of the model, not of the data', async () => {
  const unseen = rows.map(row => ({ ...row, label: row.label === 'yes' ? 'perhaps' : 'no' }))
  const workspace = withTestData({ 'rows.csv': csvOf(unseen) })
  const run = await step('evaluate-gate', workspace, {
    trainingId,
    inputs: { gate: 'metrics.accuracy > 0.5' }
  })
  expectDecision(run, { action: 'evaluate-gate', decision: 'reject', reasonCode: 'rule-failed' })
  expect(JSON.parse(run.outputs['metrics'] ?? '{}')).toMatchObject({ accuracy: 0.5 })
})

describe('an unreadable model fails the step:', () => {
  const archive = () => `.mlops/runs/${trainingId}/output/model.tar.gz`

  test.each([
    { name: 'garbage', damage: () => Buffer.from('not a model'), code: 'model-unreadable' },
    { name: 'an empty file', damage: () => Buffer.alloc(0), code: 'model-unreadable' },
    {
      name: 'an archive that ends too early',
      damage: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
      code: 'model-unreadable'
    },
    {
      name: 'an archive of something else',
      damage: () => gzipSync(Buffer.alloc(10240)),
      code: 'model-unsupported'
    }
  ])('$name ($code)', async ({ damage, code }) => {
    const workspace = trained.copy()
    workspace.write(archive(), damage(workspace.bytes(archive())))
    expectFailure(await step('evaluate-gate', workspace, { trainingId }), 'evaluate-gate', code)
    expectNothingDecided(workspace)
  })

  test('no archive (model-missing)', async () => {
    const workspace = trained.copy()
    workspace.remove(archive())
    const run = await step('evaluate-gate', workspace, { trainingId })
    expectFailure(run, 'evaluate-gate', 'model-missing')
  })
})

describe('a run that cannot be judged fails the step:', () => {
  test('it was never requested', async () => {
    const run = await step('evaluate-gate', trained, { trainingId: 'train-20250110-093000-1a2b3c4d' })
    expectFailure(run, 'evaluate-gate', 'record-missing')
    expect(run.errors[0]).toContain('parse-issue')
  })

  test('it was never trained', async () => {
    const workspace = smallWorkspace()
    const untrained = await requestRun(workspace, smallRequest)
    const run = await step('evaluate-gate', workspace, { trainingId: untrained })
    expectFailure(run, 'evaluate-gate', 'record-missing')
    expect(run.errors[0]).toContain('training.json')
  })

  test('its record is half a file', async () => {
    const workspace = trained.copy()
    const path = `.mlops/runs/${trainingId}/training.json`
    workspace.write(path, workspace.bytes(path).subarray(0, 100))
    const run = await step('evaluate-gate', workspace, { trainingId })
    expectFailure(run, 'evaluate-gate', 'record-unreadable')
  })

  test('too few predictions are given', async () => {
    const workspace = trained.copy()
    workspace.write('predictions.csv', 'row,prediction\n1,yes\n')
    const run = await step('evaluate-gate', workspace, {
      trainingId,
      inputs: { predictions: 'predictions.csv' }
    })
    expectFailure(run, 'evaluate-gate', 'predictions-invalid')
    expect(run.errors[0]).toMatch(/1 predictions? for 20/)
  })
})
