import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { expectDecision } from './expect-run.js'
import { requestRun, step } from './run-steps.js'
import { csvOf, smallRequest, smallRows, smallWorkspace } from './small-dataset.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

interface Problem {
  readonly name: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly request?: Readonly<Record<string, unknown>>
  readonly code: string
  /** What the one error must name. */
  readonly says: RegExp
}

const good = csvOf(smallRows())
const [header = '', ...lines] = good.trimEnd().split('\n')
const withLine = (line: string) => `${[header, ...lines, line].join('\n')}\n`
const regression = { algorithm: 'linear_regression', hyperparameters: {}, gate: 'metrics.rmse < 100' }

const problems: readonly Problem[] = [
  { name: 'no data set', files: {}, code: 'dataset-missing', says: /small/ },
  {
    name: 'a data set without training files',
    files: { 'test/rows.csv': good },
    code: 'dataset-missing',
    says: /train/
  },
  {
    name: 'an empty file',
    files: { 'train/rows.csv': '' },
    code: 'dataset-empty',
    says: /rows\.csv is empty/
  },
  {
    name: 'a header without rows',
    files: { 'train/rows.csv': `${header}\n` },
    code: 'dataset-empty',
    says: /rows\.csv|row/
  },
  {
    name: 'one class only',
    files: { 'train/rows.csv': csvOf(smallRows().filter(row => row.label === 'no')) },
    code: 'one-class',
    says: /"no"/
  },
  {
    name: 'a target that is missing in one row',
    files: { 'train/rows.csv': withLine('50,3,NaN') },
    code: 'target-missing-values',
    says: /rows\.csv.*row 42/
  },
  {
    name: 'a target that is no column',
    files: { 'train/rows.csv': good },
    request: { target: 'outcome' },
    code: 'target-missing-column',
    says: /outcome/
  },
  {
    name: 'a requested feature that is no column',
    files: { 'train/rows.csv': good },
    request: { features: ['size', 'height'] },
    code: 'feature-missing',
    says: /height/
  },
  {
    name: 'a row with too many fields',
    files: { 'train/rows.csv': withLine('1,2,yes,3') },
    code: 'dataset-ragged',
    says: /row 42/
  },
  {
    name: 'files with different headers',
    files: { 'train/a.csv': good, 'train/b.csv': 'size,label\n1,no\n' },
    code: 'dataset-mixed-headers',
    says: /b\.csv/
  },
  {
    name: 'a file that is not UTF-8',
    files: { 'train/rows.csv': Buffer.from(withLine('1,2,\u00fc'), 'latin1') },
    code: 'dataset-undecodable',
    says: /rows\.csv/
  },
  {
    name: 'a gzip file cut off in the middle',
    files: { 'train/rows.csv.gz': gzipSync(good).subarray(0, 60) },
    code: 'dataset-undecodable',
    says: /rows\.csv\.gz/
  },
  {
    name: 'a Parquet file that is none',
    files: { 'train/rows.parquet': 'PAR1 nothing else' },
    code: 'dataset-undecodable',
    says: /rows\.parquet/
  },
  {
    name: 'CSV and Parquet side by side',
    files: { 'train/a.csv': good, 'train/b.parquet': 'PAR1' },
    code: 'dataset-mixed-formats',
    says: /b\.parquet: not of the same format as a\.csv/
  },
  {
    name: 'a regression target of words',
    files: { 'train/rows.csv': good },
    request: regression,
    code: 'target-not-numeric',
    says: /label/
  },
  {
    name: 'a declared number that is a word',
    files: {
      'train/rows.csv': withLine('large,3,yes'),
      'dataset.json': '{"types":{"size":"numeric"}}'
    },
    code: 'feature-not-numeric',
    says: /size/
  },
  {
    name: 'an infinite feature',
    files: { 'train/rows.csv': withLine('inf,3,yes') },
    code: 'feature-not-numeric',
    says: /size/
  },
  {
    name: 'a dataset.json with a typing error',
    files: { 'train/rows.csv': good, 'dataset.json': '{"targett":"label"}' },
    code: 'dataset-description-invalid',
    says: /targett/
  }
]

afterAll(removeWorkspaces)

test.each(problems)('$name is "failed" with $code', async ({ files, request, code, says }) => {
  const workspace = openWorkspace()
  for (const [path, content] of Object.entries(files)) workspace.store(`datasets/small/${path}`, content)
  const trainingId = await requestRun(workspace, { ...smallRequest, ...request })

  const strict = await step('train', workspace, { trainingId })
  expectDecision(strict, { action: 'train', decision: 'failed', reasonCode: code, fails: true })
  expect(strict.errors[0]).toMatch(says)
  expect(workspace.record(`runs/${trainingId}/training.json`)).toMatchObject({
    status: 'failed',
    reason_code: code,
    model_artifact: null
  })
  expect(workspace.has(`.mlops/runs/${trainingId}/output`)).toBe(false)
})

test('with fail-on: refused, a failed training is a result and not an error', async () => {
  const workspace = openWorkspace()
  const trainingId = await requestRun(workspace, smallRequest)
  const tolerant = await step('train', workspace, { trainingId, inputs: { 'fail-on': 'refused' } })
  expectDecision(tolerant, { action: 'train', decision: 'failed', reasonCode: 'dataset-missing' })
  expect(tolerant.outputs).toMatchObject({ status: 'failed', 'model-artifact': '', metrics: '{}' })
})

test('a failed run is trained again when its data set has come', async () => {
  const workspace = smallWorkspace()
  const trainingId = await requestRun(workspace, { ...smallRequest, dataset_id: 'later' })
  const early = await step('train', workspace, { trainingId })
  expectDecision(early, { action: 'train', decision: 'failed', reasonCode: 'dataset-missing', fails: true })
  workspace.store('datasets/later/train/rows.csv', good)
  const late = await step('train', workspace, { trainingId })
  expectDecision(late, { action: 'train', decision: 'completed', reasonCode: 'trained' })
})
