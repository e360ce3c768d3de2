import { describe, expect, test } from '@jest/globals'
import { build, needed } from './built-request.js'

const everyField = `learning_type: supervised        # supervised | unsupervised | reinforcement
task: classification
algorithm: xgboost
model_id: churn
dataset_id: dataset-20250110-001
target: label
features: [age, income]
sample_id: row_id
preprocessing: {missing: median, scale: standard, outliers: {method: iqr, action: clip}, encode: one_hot}
hyperparameters: {n_estimators: 100, max_depth: 10}
evaluation_threshold: 0.85
gate: metrics.log_loss < 5.0 && metrics.shortage_rate < 0.01
custom_metrics: {shortage_rate: "mean(prediction < target * 0.9)"}
champion: {require: non_inferiority, metric: accuracy, margin: 0.1}
max_retry: 3
validation: {method: time_series_split, folds: 5}
tuning: {strategy: random, max_jobs: 20, parallel: 2, ranges: {eta: {min: 0.1, max: 0.3, scaling: log}}}
compute: {backend: sagemaker, instance_type: ml.m5.xlarge, instance_count: 1, spot: true, max_runtime: 2h, max_wait: 4h}
fairness: {sensitive: [sex], max_demographic_parity_difference: 0.1}
edge: {quantize: auto, max_size: 5MB, max_latency: 100ms}
trees: all
positive_class: "yes"
parity_rows: real
seed: 42
`

describe('buildRequest', () => {
  test('takes every field of the documentation', async () => {
    expect(await build(everyField)).toEqual({
      learning_type: 'supervised',
      task: 'classification',
      algorithm: 'xgboost',
      model_id: 'churn',
      dataset_id: 'dataset-20250110-001',
      target: 'label',
      features: ['age', 'income'],
      sample_id: 'row_id',
      preprocessing: {
        missing: 'median',
        scale: 'standard',
        outliers: { method: 'iqr', action: 'clip' },
        encode: 'one_hot'
      },
      hyperparameters: { n_estimators: 100, max_depth: 10 },
      evaluation_threshold: 0.85,
      gate: 'metrics.log_loss < 5.0 && metrics.shortage_rate < 0.01',
      custom_metrics: { shortage_rate: 'mean(prediction < target * 0.9)' },
      champion: { require: 'non_inferiority', metric: 'accuracy', margin: 0.1 },
      max_retry: 3,
      validation: { method: 'time_series_split', folds: 5 },
      tuning: {
        strategy: 'random',
        max_jobs: 20,
        parallel: 2,
        ranges: { eta: { min: 0.1, max: 0.3, scaling: 'log' } }
      },
      compute: {
        backend: 'sagemaker',
        instance_type: 'ml.m5.xlarge',
        instance_count: 1,
        spot: true,
        max_runtime: '2h',
        max_wait: '4h'
      },
      fairness: { sensitive: ['sex'], max_demographic_parity_difference: 0.1 },
      edge: { quantize: 'auto', max_size: '5MB', max_latency: '100ms' },
      trees: 'all',
      positive_class: 'yes',
      parity_rows: 'real',
      seed: 42
    })
  })

  test.each<[string, string, object]>([
    ['nothing else is asked', needed, {}],
    [
      'an algorithm for one task',
      'algorithm: kmeans\ndataset_id: d',
      { algorithm: 'kmeans', dataset_id: 'd', task: 'clustering', learning_type: 'unsupervised' }
    ],
    [
      'a reinforcement algorithm',
      'algorithm: q_learning\ndataset_id: d',
      { algorithm: 'q_learning', dataset_id: 'd', task: 'q_learning', learning_type: 'reinforcement' }
    ],
    ['a task', `${needed}task: regression`, { task: 'regression', learning_type: 'supervised' }],
    ['keys without a value', `${needed}target:\nfeatures:`, {}],
    [
      'names that look like numbers',
      `${needed}target: 1.0\nfeatures: [01, 1e3, true]\npositive_class: 1.0`,
      { target: '1.0', features: ['01', '1e3', 'true'], positive_class: '1.0' }
    ],
    [
      'null among hyperparameters',
      `${needed}hyperparameters: {max_depth: null, criterion: "gini"}`,
      { hyperparameters: { max_depth: null, criterion: 'gini' } }
    ],
    [
      'an algorithm of SageMaker',
      'algorithm: sagemaker:xgboost\ndataset_id: d',
      { algorithm: 'sagemaker:xgboost', dataset_id: 'd' }
    ],
    [
      'ensemble members',
      `algorithm: ensemble\ndataset_id: d\nhyperparameters: {members: [{algorithm: xgboost, weight: 0.6}, {algorithm: random_forest, weight: 0.4}]}`,
      {
        algorithm: 'ensemble',
        dataset_id: 'd',
        hyperparameters: {
          members: [
            { algorithm: 'xgboost', weight: 0.6 },
            { algorithm: 'random_forest', weight: 0.4 }
          ]
        }
      }
    ]
  ])('fills in defaults: %s', async (_name, text, expected) => {
    expect(await build(text)).toEqual({
      algorithm: 'random_forest',
      dataset_id: 'd1',
      model_id: 'from-title',
      max_retry: 3,
      ...expected
    })
  })
})
