import { describe, expect, test } from '@jest/globals'
import { modelManifest, signatureOf } from '../../../src/domain/records/model-manifest.js'

/** The example of docs/model-format.md. */
const example = {
  schema_version: 1,
  format: 'mlops-model',
  kit_version: '1.0.0',
  task: 'classification',
  algorithm: 'random_forest',
  target: 'label',
  sample_id: null,
  seed: 42,
  engine: { python: '3.11.2', numpy: '1.24.2', 'scikit-learn': '1.2.1' },
  hyperparameters: { n_estimators: 100 },
  features: [
    { name: 'age', kind: 'numeric' },
    { name: 'job', kind: 'categorical', categories: ['', 'clerk', 'nurse'] }
  ],
  classes: ['no', 'yes'],
  positive_class: 'yes',
  preprocessing: { missing: 'median', scale: 'none', outliers: { method: 'none' }, encode: 'one_hot' },
  model: { kind: 'trees', compare: 'le', aggregate: 'mean', link: 'identity', base: [0, 0] },
  rows: { train: 400, used: 396 },
  dataset: { sha256: 'ab'.repeat(32) },
  importance: [{ feature: 'age', value: 0.31 }],
  cross_validation: {
    method: 'kfold',
    folds: 5,
    metric: 'accuracy',
    scores: [0.9],
    mean: 0.9,
    standard_deviation: 0.01
  },
  parity: { rows: 256, source: 'real', categorical: [['clerk'], ['']], self_check_max_difference: 4.2e-9 }
}

describe('modelManifest', () => {
  test('takes the example of the format page unchanged', () => {
    expect(modelManifest.parse(example)).toEqual(example)
  })

  test.each([
    { name: 'a regression', change: { task: 'regression', classes: null, positive_class: null } },
    { name: 'a linear model', change: { model: { kind: 'linear', link: 'softmax' } } },
    { name: 'no cross validation', change: { cross_validation: undefined } },
    { name: 'fields of a later version', change: { note: 'more may be added' } }
  ])('takes $name', ({ change }) => {
    expect(modelManifest.safeParse({ ...example, ...change }).success).toBe(true)
  })

  test.each([
    { name: 'another format', change: { format: 'pickle' }, path: 'format' },
    { name: 'another schema version', change: { schema_version: 2 }, path: 'schema_version' },
    { name: 'no features', change: { features: [] }, path: 'features' },
    {
      name: 'a category list that is empty',
      change: { features: [{ name: 'a', kind: 'categorical', categories: [] }] },
      path: 'features.0.categories'
    },
    { name: 'an unknown link', change: { model: { ...example.model, link: 'tanh' } }, path: 'model.link' },
    { name: 'no base', change: { model: { ...example.model, base: [] } }, path: 'model.base' },
    { name: 'a negative number of rows', change: { rows: { train: -1, used: 0 } }, path: 'rows.train' },
    { name: 'a short digest', change: { dataset: { sha256: 'ab' } }, path: 'dataset.sha256' }
  ])('refuses $name', ({ change, path }) => {
    const parsed = modelManifest.safeParse({ ...example, ...change })
    expect(parsed.error?.issues.map(issue => issue.path.join('.'))).toEqual([path])
  })

  test('the signature is what the ONNX file needs', () => {
    expect(signatureOf(modelManifest.parse(example))).toEqual({
      schema_version: 1,
      task: 'classification',
      algorithm: 'random_forest',
      target: 'label',
      features: [
        { name: 'age', kind: 'numeric' },
        { name: 'job', kind: 'categorical' }
      ],
      classes: ['no', 'yes'],
      positive_class: 'yes'
    })
  })
})
