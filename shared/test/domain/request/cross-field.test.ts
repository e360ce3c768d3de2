import { describe, expect, test } from '@jest/globals'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../src/domain/request/request-fields.js'

async function problemsOf(text: string): Promise<readonly string[]> {
  const body = await readIssueBody(sourceText('issue', text), { fieldNames: requestFieldNames, textFields })
  const reading = body.ok ? await buildRequest(body.value, { policy: {}, modelId: 'm' }) : body
  if (reading.ok) return []
  return reading.problems.map(({ place, message, hint }) => `${place} ${message} | ${hint ?? ''}`)
}

const forest = 'algorithm: random_forest\ndataset_id: d\n'
const boosted = 'algorithm: xgboost\ndataset_id: d\n'
const tuned = (range: string, strategy = 'random') =>
  `${boosted}tuning: {strategy: ${strategy}, ranges: {${range}}}`
const ensemble = (values: string) => `algorithm: ensemble\ndataset_id: d\nhyperparameters: {${values}}`

describe('what fields mean together', () => {
  test.each<[string, string, string]>([
    [
      'an unknown hyperparameter',
      `${forest}hyperparameters: {n_estimator: 5}`,
      'issue:3:32 random_forest has no hyperparameter "n_estimator" | Did you mean "n_estimators"?'
    ],
    [
      'no trees',
      `${forest}hyperparameters: {n_estimators: 0}`,
      'issue:3:33 "n_estimators" of random_forest must be a whole number from 1 to 10000, not 0'
    ],
    [
      'no learning',
      `${boosted}hyperparameters: {learning_rate: 0}`,
      '"learning_rate" of xgboost must be a number above 0 to 1, not 0'
    ],
    [
      'a hyperparameter under two names',
      `${boosted}hyperparameters: {eta: 0.1, learning_rate: 0.2}`,
      '"eta" and "learning_rate" are the same'
    ],
    [
      'a seed among hyperparameters',
      `${forest}hyperparameters: {seed: 1}`,
      'The field seed of the request sets it.'
    ],
    [
      'a criterion of the other task',
      `${forest}task: regression\nhyperparameters: {criterion: gini}`,
      'must be one of squared_error, absolute_error, poisson'
    ],
    [
      'samples without a bootstrap',
      `${forest}hyperparameters: {max_samples: 0.5, bootstrap: false}`,
      'max_samples needs "bootstrap: true"'
    ],
    [
      'a range outside the domain',
      tuned('learning_rate: {min: 0.1, max: 3}'),
      '"learning_rate" of xgboost must be a number above 0 to 1, not 3'
    ],
    [
      'a range of whole numbers with a fraction',
      tuned('max_depth: {min: 1.5, max: 8}'),
      '"max_depth" of xgboost must be a whole number from 1 to 64, not 1.5'
    ],
    [
      'a range of an unknown name',
      tuned('max_dept: {min: 1, max: 8}'),
      'xgboost has no hyperparameter "max_dept" | Did you mean "max_depth"?'
    ],
    [
      'a grid without values',
      tuned('max_depth: {min: 1, max: 8}', 'grid'),
      'a grid needs the values of "max_depth"'
    ],
    ['a range of words', tuned('tree_method: {min: 1, max: 8}'), '"tree_method" of xgboost is no number'],
    [
      'hyperband over a forest',
      `${forest}tuning: {strategy: hyperband, ranges: {max_depth: {min: 1, max: 8}}}`,
      'hyperband stops trainings early, and random_forest cannot be'
    ],
    [
      'a tuning metric of another task',
      `${forest}task: regression\ntuning: {strategy: random, metric: f1, ranges: {max_depth: {min: 1, max: 8}}}`,
      'regression has no metric "f1"'
    ],
    [
      'weights that sum to nothing',
      ensemble('members: [{algorithm: xgboost, weight: 0}, {algorithm: random_forest, weight: 0}]'),
      'the weights of the members sum to 0'
    ],
    [
      'weights that sum to more than any number',
      ensemble('members: [{algorithm: xgboost, weight: 1e308}, {algorithm: random_forest, weight: 1e308}]'),
      'the weights of the members are too large to be added'
    ],
    [
      'a negative weight',
      ensemble('members: [{algorithm: xgboost, weight: -1}, {algorithm: random_forest}]'),
      'issue:3:58 a weight must be a number from 0, not -1'
    ],
    ['one member', ensemble('members: [{algorithm: xgboost}]'), 'an ensemble has 2 to 20 members, not 1'],
    [
      'a member for another task',
      ensemble('members: [{algorithm: kmeans}, {algorithm: xgboost}]'),
      '"kmeans" cannot be trained for classification, regression'
    ],
    [
      'a confidence above one',
      ensemble('members: [{algorithm: xgboost}, {algorithm: mlp}], confidence_threshold: 1.2'),
      '"confidence_threshold" must be a number from 0 to 1, not 1.2'
    ],
    [
      'an unknown champion metric',
      `${forest}task: classification\nchampion: {require: improvement, metric: acuracy}`,
      'classification has no metric "acuracy" | Did you mean "accuracy"?'
    ],
    [
      'a margin that allows anything',
      `${forest}task: classification\nchampion: {require: non_inferiority, metric: f1, margin: 1}`,
      'a margin of 1 allows anything: f1 lies between 0 and 1'
    ],
    [
      'a sensitive target',
      `${forest}target: y\nfairness: {sensitive: [y]}`,
      '"y" is the target or the sample id'
    ],
    [
      'several local machines',
      'algorithm: script\ndataset_id: d\ncompute: {backend: local, instance_count: 2}',
      'the runner is one machine'
    ],
    [
      'missing values kept by a forest',
      `${forest}preprocessing: {missing: keep}`,
      'random_forest cannot keep missing values'
    ],
    [
      'a factor of no method',
      `${forest}preprocessing: {outliers: {method: none, factor: 2}}`,
      '"factor" says nothing with "method: none"'
    ],
    [
      'a target of rewards',
      'algorithm: q_learning\ndataset_id: d\ntarget: y',
      'target has no meaning for reinforcement learning'
    ]
  ])('%s is a problem', async (_name, text, problem) => {
    expect(await problemsOf(text)).toContainEqual(expect.stringContaining(problem))
  })

  test.each<[string, string, string]>([
    [
      'plain',
      'gate: metrics.f1 > 0.5 && metrics.acuracy > 0.8',
      'issue:4:27 "gate": there is no metric "acuracy"'
    ],
    ['quoted', 'gate: "metrics.f1 > 0.5 and metrics.f1 < 2"', 'issue:4:25 "gate": unexpected "and"'],
    [
      'a custom metric',
      'custom_metrics: {cost: "mean(prediction < )"}',
      'issue:4:43 "custom_metrics.cost": unexpected ")"'
    ]
  ])('an expression is read to the character: %s', async (_name, line, problem) => {
    expect(await problemsOf(`${forest}task: classification\n${line}`)).toContainEqual(
      expect.stringContaining(problem)
    )
  })

  test('problems of fields and between fields come together, in the order of their places', async () => {
    const text = `${forest}seed: many\ntarget: a\nfeatures: [a]\ncompute: {max_runtime: 90, spot: true, backend: local}\ntyop: 1`
    const places = (await problemsOf(text)).map(problem => problem.split(' ')[0])
    expect(places).toEqual(['issue:3:7', 'issue:5:12', 'issue:6:24', 'issue:6:34', 'issue:7:1'])
  })

  test('nothing is said about what a wrong field would have meant', async () => {
    expect(
      await problemsOf(`algorithm: forest_random\ndataset_id: d\ntrees: best\nhyperparameters: {x: 1}`)
    ).toEqual([expect.stringContaining('issue:1:12 "forest_random" is not an algorithm')])
  })

  test('beyond fifty, problems are counted', async () => {
    const strangers = Array.from({ length: 60 }, (_, index) => `stranger_${index}: 1`).join('\n')
    const problems = await problemsOf(`${forest}${strangers}`)
    expect(problems).toHaveLength(51)
    expect(problems.at(-1)).toContain('and 10 more problems')
  })
})

describe('values with units', () => {
  test.each<[string, string]>([
    ['compute: {max_runtime: 2 hours}', 'Write 2h.'],
    ['compute: {max_runtime: 1 day}', 'Write 24h.'],
    ['compute: {max_runtime: "1 hour and 30 minutes"}', 'Write 1h30m.'],
    ['compute: {max_runtime: 90}', 'Add the unit: 90s, 90m or 90h.'],
    ['edge: {max_size: 5mb}', 'Write 5MB.'],
    ['edge: {max_size: 5M}', 'Add the unit: 5MB or 5MiB.'],
    ['evaluation_threshold: 85%', 'Write 0.85.'],
    ['evaluation_threshold: "0.9"', 'Write 0.9 without quotes.'],
    ['evaluation_threshold: ０．９', 'Write 0.9.'],
    ['compute: {spot: yes}', 'Write true.']
  ])('%s is told how to be written', async (line, hint) => {
    expect(await problemsOf(forest + line)).toEqual([expect.stringContaining(`| ${hint}`)])
  })

  test.each(['compute: {max_runtime: 5M}', 'edge: {max_size: 5Mb}', 'compute: {max_runtime: soon}'])(
    '%s could mean several things, and none is guessed',
    async line => {
      expect(await problemsOf(forest + line)).toEqual([expect.stringMatching(/\| $/)])
    }
  )
})
