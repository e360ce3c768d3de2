import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { realDataset, runPython } from './run-python.js'
import { trainedRun } from './run-steps.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

interface Case {
  readonly dataset: 'breast_cancer' | 'iris' | 'diabetes'
  readonly algorithm: string
  readonly positive: string | null
  readonly more?: Readonly<Record<string, unknown>>
}

const forest = { hyperparameters: { n_estimators: 30 } }
const boosted = { hyperparameters: { n_estimators: 20, max_depth: 4 } }
const cases: readonly Case[] = [
  { dataset: 'breast_cancer', algorithm: 'random_forest', positive: 'malignant', more: forest },
  {
    dataset: 'breast_cancer',
    algorithm: 'logistic_regression',
    positive: 'benign',
    more: { positive_class: 'benign' }
  },
  { dataset: 'breast_cancer', algorithm: 'xgboost', positive: 'malignant', more: boosted },
  { dataset: 'iris', algorithm: 'random_forest', positive: null, more: forest },
  { dataset: 'iris', algorithm: 'logistic_regression', positive: null },
  { dataset: 'iris', algorithm: 'xgboost', positive: null, more: boosted },
  {
    dataset: 'diabetes',
    algorithm: 'random_forest',
    positive: null,
    more: { ...forest, task: 'regression' }
  },
  { dataset: 'diabetes', algorithm: 'linear_regression', positive: null },
  { dataset: 'diabetes', algorithm: 'xgboost', positive: null, more: { ...boosted, task: 'regression' } }
]

/** Nine trainings, on a machine that may be busy. */
const SETUP_TIMEOUT_MS = 240_000
const CLASSIFICATION = 18
const REGRESSION = 9
const workspace = openWorkspace()
const folders = new Map<Case, string>()
let fromScikitLearn: Record<string, Record<string, number>>
let fromTheLibrary: Record<string, { rows: number; difference: number; flips: number }>

beforeAll(async () => {
  for (const dataset of new Set(cases.map(one => one.dataset)))
    for (const [key, text] of Object.entries(realDataset(dataset))) workspace.store(key, text)
  for (const [index, one] of cases.entries()) {
    const request = { algorithm: one.algorithm, model_id: 'm', dataset_id: one.dataset, ...one.more }
    const trainingId = await trainedRun(workspace, request, String(2000 + index))
    folders.set(one, workspace.path(`.mlops/runs/${trainingId}`))
  }
  const mapped = (value: (one: Case) => string | null) =>
    JSON.stringify(Object.fromEntries([...folders].map(([one, folder]) => [folder, value(one)])))
  fromScikitLearn = JSON.parse(
    runPython(
      'check_metrics',
      mapped(one => one.positive)
    )
  ) as typeof fromScikitLearn
  const testFile = ({ dataset }: Case) => workspace.path(`.mlops/datasets/${dataset}/test/rows.csv`)
  fromTheLibrary = JSON.parse(runPython('check_parity', mapped(testFile))) as typeof fromTheLibrary
}, SETUP_TIMEOUT_MS)

afterAll(removeWorkspaces)

test.each(cases)("$algorithm on $dataset: every metric is scikit-learn's to 1e-9", one => {
  const folder = folders.get(one) ?? ''
  const expected = fromScikitLearn[folder] ?? {}
  const evaluation = workspace.record(`runs/${folder.replace(/^.*\//, '')}/evaluation.json`)
  const metrics = evaluation['metrics'] as Readonly<Record<string, number | null>>
  expect(Object.keys(metrics).sort()).toEqual(Object.keys(expected).sort())
  expect(Object.keys(metrics)).toHaveLength(one.dataset === 'diabetes' ? REGRESSION : CLASSIFICATION)
  const wrong = Object.entries(metrics).filter(
    ([name, value]) => !isClose(value ?? Number.NaN, expected[name] ?? Number.NaN)
  )
  expect(wrong.map(([name, value]) => `${name}: ${String(value)} is not ${String(expected[name])}`)).toEqual(
    []
  )
})

test.each(cases)('$algorithm on $dataset: the ONNX model predicts what the library predicts', one => {
  const { rows, difference, flips } = fromTheLibrary[folders.get(one) ?? ''] ?? {}
  expect(rows).toBe({ breast_cancer: 190, iris: 50, diabetes: 148 }[one.dataset])
  expect(difference).toBeLessThan(1e-5)
  expect(flips).toBe(0)
})

/** To 1e-9, relative above one. */
function isClose(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
}
