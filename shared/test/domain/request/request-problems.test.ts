import { describe, expect, test } from '@jest/globals'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { bodyOptions, build, needed } from './built-request.js'

describe('buildRequest', () => {
  test.each<[string, string, string]>([
    ['a misspelt key', 'algoritm: pca', 'issue:3:1 unknown key "algoritm" | Did you mean "algorithm"?'],
    ['a stranger', 'epochs: 3', 'issue:3:1 unknown key "epochs" | Known keys: learning_type'],
    [
      'a key of a section at top level',
      'max_runtime: 1h',
      'issue:3:1 unknown key "max_runtime" | It belongs inside "compute": write compute: {max_runtime: …}.'
    ],
    [
      'one of several misplaced keys',
      'max_size: 5MB\nmethod: kfold\nstrategy: grid',
      'issue:4:1 unknown key "method" | It belongs inside "validation": write validation: {method: …}.'
    ],
    [
      'a key of the top level in a section',
      'compute: {seed: 3}',
      'issue:3:11 unknown key "seed" in "compute" | It stands at top level, not inside "compute".'
    ],
    [
      'a hyperparameter of the algorithm at top level',
      'n_estimators: 100',
      'issue:3:1 unknown key "n_estimators" | It belongs inside "hyperparameters": write hyperparameters: {n_estimators: …}.'
    ],
    [
      'a hyperparameter of another algorithm at top level',
      'learning_rate: 0.1',
      'issue:3:1 unknown key "learning_rate" | It belongs inside "hyperparameters"'
    ],
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
      'a threshold that no task reaches, where the task is open',
      'evaluation_threshold: -0.1',
      'issue:3:23 -0.1 can never be reached: accuracy lies between 0 and 1'
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
      'a custom metric with a name that is known to one of the possible tasks',
      'custom_metrics: {accuracy: "1"}',
      'issue:3:28 "accuracy" is a built-in metric | Choose another name.'
    ],
    [
      'a number beyond all doubles',
      'evaluation_threshold: 1e400',
      'issue:3:23 "evaluation_threshold" must be a number, not 1e400'
    ],
    [
      'a hyperparameter beyond all doubles',
      'hyperparameters: {max_depth: -1e400}',
      'issue:3:30 "hyperparameters.max_depth" cannot be -1e400'
    ],
    [
      'a hyperparameter that no double is',
      'hyperparameters: {max_depth: 9007199254740993}',
      'not 9007199254740993 |'
    ],
    [
      'a number in other digits',
      'max_retry: 0x1ff',
      'issue:3:12 "max_retry" must be from 0 to 100, not 0x1ff'
    ],
    ['digits in groups', 'seed: 1_000', 'issue:3:7 "seed" must be a number, not "1_000" | Write 1000.'],
    [
      'digits of a hyperparameter in groups',
      'hyperparameters: {n_estimators: 1_000}',
      'not "1_000" | Write 1000.'
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

  test.each([
    ['9007199254740993', 'must be a whole number from 0 to 4294967295'],
    ['18446744073709551616', 'must be a whole number from 0 to 4294967295'],
    ['4294967296', 'must be from 0 to 4294967295']
  ])('tells once that %s is too large, as it was written', async (seed, message) => {
    expect(await build(`${needed}seed: ${seed}`)).toEqual([`issue:3:7 "seed" ${message}, not ${seed} | `])
  })

  test('takes a metric of another task for a custom one', async () => {
    expect(await build(`${needed}custom_metrics: {silhouette: "mean(target)"}`)).toMatchObject({
      custom_metrics: { silhouette: 'mean(target)' }
    })
  })

  test.each<[string, string, readonly string[]]>([
    [
      'whose first key is unknown',
      '{"epochs": 3, "algorithm": "xgboost", "dataset_id": "d"}',
      ['issue:1:2 unknown key "epochs"']
    ],
    [
      'of unknown keys only',
      '{"epochs": 3}',
      ['issue:1:2 unknown key "epochs"', 'issue:1:1 "algorithm" is missing']
    ],
    ['with a trailing comma', '{"epochs": 3,}', ['issue:1:14 not valid JSON: a key in double quotes']],
    [
      'with a request in its body',
      JSON.stringify({ title: 't', body: '```yaml\nalgorithm: xgboost\ndataset_id: d\nsed: 1\n```' }),
      ['issue:1:21 unknown key "sed"']
    ]
  ])('reports the problems of one line of JSON %s', async (_name, text, problems) => {
    const found = await build(text)
    for (const problem of problems) expect(found).toContainEqual(expect.stringContaining(problem))
  })

  test('shows the line of a problem', async () => {
    const body = await readIssueBody(
      sourceText('issue', `Hello\n\n\`\`\`yaml\n${needed}  \nsed: 1\n\`\`\``),
      bodyOptions
    )
    const reading = body.ok ? await buildRequest(body.value, { policy: {}, modelId: 'm' }) : body
    expect(reading.ok ? undefined : reading.problems[0]?.excerpt).toEqual({ line: 'sed: 1', column: 1 })
  })
})
