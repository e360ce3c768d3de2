import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { stringify } from 'yaml'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import type { Policy } from '../../../src/domain/policy/policy.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { requestFields, textFields } from '../../../src/domain/request/request-fields.js'
import { trainingRequest } from '../../../src/domain/request/training-request.js'

const options = { fieldNames: Object.keys(requestFields), textFields }
const needed = 'algorithm: random_forest\ndataset_id: d1\n'

async function build(text: string, policy: Policy = {}): Promise<unknown> {
  const body = await readIssueBody(sourceText('issue', text), options)
  const reading = body.ok ? await buildRequest(body.value, { policy, modelId: 'from-title' }) : body
  if (!reading.ok)
    return reading.problems.map(({ place, message, hint }) => `${place} ${message} | ${hint ?? ''}`)
  return JSON.parse(JSON.stringify(reading.value))
}

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

  test.each<[string, string, string]>([
    ['a misspelt key', 'algoritm: pca', 'issue:3:1 unknown key "algoritm" | Did you mean "algorithm"?'],
    ['a stranger', 'epochs: 3', 'issue:3:1 unknown key "epochs" | Known keys: learning_type'],
    [
      'a misspelt key inside a map',
      'preprocessing: {mising: median}',
      'issue:3:17 unknown key "mising" in "preprocessing" | Did you mean "missing"?'
    ],
    [
      'a misspelt word',
      'preprocessing: {scale: standart}',
      'issue:3:24 "preprocessing.scale" cannot be "standart" | Did you mean "standard"?'
    ],
    ['a number that is a text', 'seed: many', 'issue:3:7 "seed" must be a number, not "many"'],
    ['a fraction where whole numbers are', 'max_retry: 1.5', 'issue:3:12 "max_retry" must be a whole number'],
    [
      'a number out of range',
      'validation: {method: kfold, folds: 1}',
      'issue:3:36 "validation.folds" must be from 2 to 100'
    ],
    ['infinity', 'evaluation_threshold: .inf', 'issue:3:23 "evaluation_threshold"'],
    ['a list that is a text', 'features: age', 'issue:3:11 "features" must be a list'],
    ['a map that is a list', 'compute: [a]', 'issue:3:10 "compute" must be a map'],
    [
      'a model id in upper case',
      'model_id: Churn',
      'issue:3:11 "model_id" must be at most 48 lower-case letters'
    ],
    ['a model id with two hyphens', 'model_id: a--b', 'issue:3:11 "model_id" must be'],
    [
      'a duration without a unit',
      'compute: {max_runtime: 90}',
      'issue:3:24 "compute.max_runtime" must be a text'
    ],
    [
      'a duration of days',
      'compute: {max_runtime: 2d}',
      'issue:3:24 "compute.max_runtime" must be a duration such as 90s'
    ],
    ['a size without a unit', 'edge: {max_size: "5"}', 'issue:3:18 "edge.max_size" must be a size'],
    ['a feature twice', 'features: [a, a]', 'issue:3:11 "features" must not name a column twice'],
    [
      'the target among the features',
      'target: b\nfeatures: [a, b]',
      'issue:4:15 the target "b" cannot be a feature'
    ],
    [
      'the sample id among the features',
      'sample_id: a\nfeatures: [a, b]',
      'issue:4:12 the sample id "a" cannot be a feature'
    ],
    [
      'an impossible task',
      'task: clustering',
      'issue:3:7 "random_forest" cannot be trained for clustering | It can be trained for: classification, regression.'
    ],
    [
      'an impossible learning type',
      'learning_type: unsupervised',
      'issue:3:16 "random_forest" is supervised, not unsupervised'
    ],
    [
      'a share above one',
      'task: classification\nevaluation_threshold: 85',
      'issue:4:23 85 can never be reached: accuracy lies between 0 and 1 | Did you mean 0.85?'
    ],
    [
      'a negative error',
      'task: regression\nevaluation_threshold: -1',
      'issue:4:23 -1 can never be reached: rmse'
    ],
    [
      'a range upside down',
      'tuning: {strategy: random, ranges: {depth: {min: 5, max: 2}}}',
      'issue:3:44 "tuning.ranges.depth" must have min below max'
    ],
    [
      'a range without an end',
      'tuning: {strategy: random, ranges: {depth: {min: 5}}}',
      'issue:3:44 "tuning.ranges.depth" must give either min and max, or values'
    ],
    [
      'no ranges',
      'tuning: {strategy: grid, ranges: {}}',
      'issue:3:34 "tuning.ranges" must hold at least one'
    ],
    [
      'log scaling from zero',
      'tuning: {strategy: random, ranges: {eta: {min: 0, max: 1, scaling: log}}}',
      'issue:3:42 "tuning.ranges.eta" must have min above 0'
    ],
    [
      'a tuned and fixed hyperparameter',
      'hyperparameters: {depth: 3}\ntuning: {strategy: random, ranges: {depth: {min: 1, max: 2}}}',
      'issue:4:44 "depth" is both fixed'
    ],
    [
      'more parallel jobs than jobs',
      'tuning: {strategy: random, max_jobs: 2, parallel: 3, ranges: {a: {values: [1]}}}',
      'issue:3:51 parallel is 3'
    ],
    [
      'a wait shorter than the run',
      'compute: {spot: true, max_runtime: 2h, max_wait: 90m}',
      'issue:3:50 max_wait is shorter than max_runtime'
    ],
    ['a wait without spot', 'compute: {max_wait: 2h}', 'issue:3:21 max_wait is only for spot training'],
    [
      'spot on the runner',
      'compute: {backend: local, spot: true}',
      'issue:3:33 spot is only for backend sagemaker'
    ],
    [
      'fairness of a regression',
      'task: regression\nfairness: {sensitive: [sex]}',
      'issue:4:11 fairness is only measured for classification'
    ],
    [
      'a positive class of a regression',
      'task: regression\npositive_class: x',
      'issue:4:17 positive_class is only for classification'
    ],
    ['the best trees of a forest', 'trees: best', 'issue:3:8 "trees: best" is only for boosted trees'],
    [
      'folds without a method',
      'validation: {method: none, folds: 3}',
      'issue:3:35 folds without a validation method'
    ],
    [
      'no margin',
      'champion: {require: non_inferiority, metric: accuracy}',
      'issue:3:11 non_inferiority needs a margin'
    ],
    [
      'a custom metric with a known name',
      'task: regression\ncustom_metrics: {rmse: "1"}',
      'issue:4:24 "rmse" is a built-in metric'
    ],
    [
      'a hyperparameter with a strange name',
      'hyperparameters: {"--x": 1}',
      'issue:3:19 "hyperparameters.--x": the name must be a name of letters'
    ],
    ['__proto__', '__proto__: {a: 1}', 'issue:3:1 the name "__proto__" is reserved'],
    [
      '__proto__ inside',
      'hyperparameters: {__proto__: {a: 1}}',
      'issue:3:19 the name "__proto__" is reserved'
    ],
    ['constructor', 'constructor: {a: 1}', 'issue:3:1 unknown key "constructor"']
  ])('explains %s', async (_name, lines, problem) => {
    expect(await build(needed + lines)).toContainEqual(expect.stringContaining(problem))
  })

  test.each<[string, string, readonly string[]]>([
    ['missing fields', 'seed: 1', ['issue:1:1 "algorithm" is missing', 'issue:1:1 "dataset_id" is missing']],
    [
      'a mistyped field, which is not missing too',
      'algoritm: xgboost\ndataset_id: d',
      ['issue:1:1 unknown key "algoritm"']
    ],
    [
      'an unknown algorithm',
      'algorithm: xgbost\ndataset_id: d',
      ['issue:1:12 "xgbost" is not an algorithm | Did you mean "xgboost"?']
    ],
    [
      'several problems at once',
      'algorithm: 3\nsed: 1\ntask: nothing\nseed: -1',
      [
        'issue:1:12 "3" is not',
        'issue:2:1 unknown key "sed"',
        'issue:3:7 "task" cannot be "nothing"',
        'issue:4:7 "seed" must be from 0'
      ]
    ]
  ])('reports %s', async (_name, text, problems) => {
    const found = await build(text)
    for (const problem of problems) expect(found).toContainEqual(expect.stringContaining(problem))
  })

  test('shows the line of a problem', async () => {
    const body = await readIssueBody(
      sourceText('issue', `Hello\n\n\`\`\`yaml\n${needed}  \nsed: 1\n\`\`\``),
      options
    )
    const reading = body.ok ? await buildRequest(body.value, { policy: {}, modelId: 'm' }) : body
    expect(reading.ok ? undefined : reading.problems[0]?.excerpt).toEqual({ line: 'sed: 1', column: 1 })
  })
})

const column = fc.stringMatching(/^[a-z][a-z0-9_ ]{0,8}[a-z]$/)
const generated = fc.record(
  {
    algorithm: fc.constantFrom('mlp', 'lightgbm', 'script'),
    dataset_id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
    model_id: fc.stringMatching(/^[a-z0-9](-?[a-z0-9]){0,10}$/),
    max_retry: fc.nat(3),
    target: column.map(name => `${name} y`),
    features: fc.uniqueArray(column, { minLength: 1, maxLength: 5 }),
    hyperparameters: fc.dictionary(
      fc.stringMatching(/^[a-z][a-z_]{0,8}$/),
      fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null))
    ),
    gate: fc.constantFrom(
      'metrics.f1 > 0.5',
      'metrics.rmse < 5 && !(metrics.mae > 2)',
      'improves("accuracy", 0.01)'
    ),
    compute: fc.record({
      backend: fc.constantFrom('local', 'sagemaker'),
      max_runtime: fc.constantFrom('90s', '1h30m')
    }),
    seed: fc.nat()
  },
  { requiredKeys: ['algorithm', 'dataset_id', 'model_id', 'max_retry'] }
)

describe('round trips', () => {
  test.each<[string, (request: object) => string]>([
    ['YAML', request => `\`\`\`yaml\n${stringify(request)}\`\`\``],
    ['a bare body', request => stringify(request)],
    ['JSON', request => `\`\`\`json\n${JSON.stringify(request, null, 2)}\n\`\`\``]
  ])('a request rendered as %s is the same request', async (_name, render) => {
    await fc.assert(
      fc.asyncProperty(generated, async request => {
        const expected = JSON.parse(JSON.stringify(request)) as object
        expect(trainingRequest.safeParse(expected).success).toBe(true)
        expect(await build(render(expected))).toEqual(expected)
      }),
      { numRuns: 300 }
    )
  })
})
