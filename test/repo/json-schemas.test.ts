import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { generatedFiles } from '../../scripts/docs/generated-files.js'
import { policySchema } from '../../shared/src/domain/policy/policy.js'
import { readFittingPart } from '../../shared/src/domain/intake/read-document.js'
import { readYaml } from '../../shared/src/domain/intake/read-yaml.js'
import { sourceText } from '../../shared/src/domain/intake/source-text.js'
import { requestFields, textFields } from '../../shared/src/domain/request/request-fields.js'
import { requestDraft } from '../../shared/src/domain/request/training-request.js'

const root = new URL('../../', import.meta.url)
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`schemas/${name}.schema.json`, root), 'utf8')) as Record<string, unknown>
const ajv = new Ajv2020({ strict: false, allErrors: true })
const accepts = { request: ajv.compile(schemaOf('request')), policy: ajv.compile(schemaOf('policy')) }

test('schemas and issue forms are those of the fields', async () => {
  for (const [path, text] of await generatedFiles())
    expect({ path, text: readFileSync(new URL(path, root), 'utf8') }).toEqual({ path, text })
})

describe('the schema of a request and the reader agree', () => {
  test.each<[string, string]>([
    ['little', 'algorithm: random_forest\ndataset_id: d'],
    ['algorithms of SageMaker', 'algorithm: sagemaker:linear-learner'],
    [
      'units',
      'compute: {max_runtime: 1h30m, max_wait: 90m, spot: true}\nedge: {max_size: 2.5MiB, max_latency: 0.5ms}'
    ],
    ['nested hyperparameters', 'hyperparameters: {members: [{algorithm: mlp, weight: 1}], depth: null}'],
    ['a tuning', 'tuning: {strategy: grid, ranges: {a: {values: [1, x, true]}, b: {min: 1, max: 2}}}'],
    ['tags', 'compute: {tags: {"cost center": "4711"}}']
  ])('in taking %s', (_name, text) => {
    const value: unknown = parse(text)
    expect([accepts.request(value), requestDraft.safeParse(value).success]).toEqual([true, true])
  })

  test.each<[string, string]>([
    ['an unknown field', 'algoritm: xgboost'],
    ['an unknown algorithm', 'algorithm: xgbost'],
    ['a duration without a unit', 'compute: {max_runtime: "90"}'],
    ['no time at all', 'compute: {max_runtime: 0h}'],
    ['a size in letters', 'edge: {max_size: 5M}'],
    ['a feature twice', 'features: [a, a]'],
    ['too many retries', 'max_retry: 101'],
    ['a fraction of a fold', 'validation: {method: kfold, folds: 2.5}'],
    ['a strange word', 'preprocessing: {scale: standart}'],
    ['no ranges', 'tuning: {strategy: grid, ranges: {}}'],
    ['a list for a map', 'compute: []'],
    ['a strange instance', 'compute: {instance_type: m5.large}'],
    ['a target without a name', 'target: ""'],
    ['a target of blanks', 'target: " "'],
    ['a feature of blanks', 'features: [a, " "]'],
    ['a name of two lines', 'sample_id: "a\\nb"'],
    ['a name that is too long', `target: ${'a'.repeat(129)}`],
    ['an answer that was not given', 'target: _No response_'],
    ['a class of blanks', 'positive_class: " "'],
    ['a gate of blanks', 'gate: " "'],
    ['no gate', 'gate: ""'],
    ['a metric of blanks', 'custom_metrics: {a: " "}'],
    ['a range without an end', 'tuning: {strategy: random, ranges: {a: {min: 1}}}'],
    ['a range without a beginning', 'tuning: {strategy: random, ranges: {a: {max: 1}}}'],
    ['a range of nothing', 'tuning: {strategy: random, ranges: {a: {scaling: log}}}'],
    ['values and an end', 'tuning: {strategy: grid, ranges: {a: {values: [1], min: 1}}}'],
    ['values and both ends', 'tuning: {strategy: grid, ranges: {a: {values: [1], min: 1, max: 2}}}'],
    ['nothing inside a map', 'compute: {spot: null}']
  ])('in refusing %s', (_name, text) => {
    const value: unknown = parse(text)
    expect([accepts.request(value), requestDraft.safeParse(value).success]).toEqual([false, false])
  })

  test.each(Object.keys(requestFields))('in taking "%s:" without a value for absent', async name => {
    const reading = await readYaml(sourceText('r.yml', `${name}: null`))
    if (!reading.ok || reading.value.kind !== 'map') throw new Error('this is a map')
    const { value, problems } = readFittingPart(reading.value, { schema: requestDraft, textFields })
    expect([accepts.request({ [name]: null }), problems, value]).toEqual([true, [], {}])
  })

  test('but for texts that look like numbers, which YAML spells without quotes', () => {
    expect(accepts.request({ target: 2024, features: [1, 'a'], positive_class: true })).toBe(true)
  })
})

describe('the schema of a policy and the reader agree', () => {
  test.each<[string, string, boolean]>([
    [
      'limits',
      'limits: {max_cost_usd: 5, instance_types: [ml.m5.*], algorithms: [xgboost], max_runtime: 2h}',
      true
    ],
    ['permissions', 'permissions: {train: write, rollback: admin}', true],
    ['defaults', 'seed: 1\ndefaults: {algorithm: mlp}\nedge: {public_key: abc}', true],
    ['a misspelt limit', 'limits: {max_cost: 5}', false],
    ['a strange permission', 'permissions: {train: owner}', false],
    ['an unknown algorithm', 'limits: {algorithms: [xgbost]}', false],
    ['a negative price', 'prices: {ml.m5.large: -1}', false],
    ['a gate of blanks', 'defaults: {gate: " "}', false],
    ['half a range', 'defaults: {tuning: {strategy: random, ranges: {a: {min: 1}}}}', false]
  ])('on %s', (_name, text, fits) => {
    const value: unknown = parse(text)
    expect([accepts.policy(value), policySchema.safeParse(value).success]).toEqual([fits, fits])
  })
})

test.each(['request', 'policy'])('every field of the %s is described', name => {
  const undescribed: string[] = []
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    const { properties = {} } = schema as { properties?: Record<string, { description?: string }> }
    for (const [field, inner] of Object.entries(properties)) {
      if (inner.description === undefined) undescribed.push(`${path}${field}`)
      visit(inner, `${path}${field}.`)
      visit((inner as { additionalProperties?: unknown }).additionalProperties, `${path}${field}.*.`)
    }
  }
  visit(schemaOf(name), '')
  expect(undescribed).toEqual([])
})
