import { describe, expect, test } from '@jest/globals'
import { checkShape } from '../../../testing/aws-server/service-models/check-shape.js'
import { modelPattern } from '../../../testing/aws-server/service-models/model-pattern.js'
import { ServiceModel } from '../../../testing/aws-server/service-models/service-model.js'
import { jobInput } from '../cloud-place.js'
import { readFileSync, readdirSync } from 'node:fs'

const sagemaker = new ServiceModel('sagemaker')
const ROLE = 'arn:aws:iam::123456789012:role/x'
const FOLDER = new URL('../../../testing/aws-server/service-models/generated/', import.meta.url)

const complaints = (parts: object) =>
  checkShape(sagemaker, 'CreateTrainingJobRequest', { ...jobInput(ROLE, {}), ...parts })

describe('a request to create a training job', () => {
  test('that is right has nothing to complain of', () => {
    expect(complaints({})).toEqual([])
  })

  const cases: readonly (readonly [string, object, string])[] = [
    ['an unknown member', { Bogus: 1 }, "CreateTrainingJobRequest has no member 'Bogus'"],
    [
      'an unknown member inside',
      { StoppingCondition: { MaxRuntime: 1 } },
      "StoppingCondition has no member 'MaxRuntime' at 'stoppingCondition'"
    ],
    [
      'a number for a text',
      { HyperParameters: { n: 10 } },
      "Value '10' at 'hyperParameters.n.member' failed to satisfy constraint: Member must be a string"
    ],
    [
      'a missing member inside',
      { CheckpointConfig: {} },
      "Value 'null' at 'checkpointConfig.s3Uri' failed to satisfy constraint: Member must not be null"
    ],
    [
      'too small a number',
      { StoppingCondition: { MaxRuntimeInSeconds: 0 } },
      "Value '0' at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ],
    [
      'a fraction',
      { StoppingCondition: { MaxRuntimeInSeconds: 1.5 } },
      "Value '1.5' at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint: Member must be a number"
    ],
    [
      'too short a list',
      { InputDataConfig: [] },
      "Value '[0 items]' at 'inputDataConfig' failed to satisfy constraint: Member must have length greater than or equal to 1"
    ],
    [
      'too large a map',
      { Environment: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`v${i}`, 'x'])) },
      "Value '{101 entries}' at 'environment' failed to satisfy constraint: Member must have length less than or equal to 100"
    ],
    [
      'a word for a switch',
      { EnableNetworkIsolation: 'yes' },
      "Value 'yes' at 'enableNetworkIsolation' failed to satisfy constraint: Member must be a boolean"
    ],
    [
      'a list for an object',
      { ResourceConfig: [] },
      "Value '[]' at 'resourceConfig' failed to satisfy constraint: Member must be an object"
    ],
    ['a prototype’s name', { constructor: 'x' }, "CreateTrainingJobRequest has no member 'constructor'"]
  ]

  test.each(cases)('with %s', (_, parts, complaint) => {
    expect(complaints(parts)).toEqual([complaint])
  })

  test('has its length counted in characters, not in code units', () => {
    expect(complaints({ HyperParameters: { a: '😀'.repeat(2500) } })).toEqual([])
  })
})

test('all patterns of all models compile and cover the whole text', () => {
  const patterns = readdirSync(FOLDER).flatMap(name => {
    const { shapes } = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as {
      shapes: Record<string, { pattern?: string }>
    }
    return Object.values(shapes).flatMap(({ pattern }) => pattern ?? [])
  })
  expect(patterns.length).toBeGreaterThan(100)
  for (const pattern of patterns) expect(modelPattern(pattern).source).toMatch(/^\^\(\?:[^]*\)\$$/)
  expect(modelPattern('[a-z]+').test('abc\n')).toBe(false)
})

test.each([
  ['CustomerMetadataKey', 'git.sha', true],
  ['CustomerMetadataKey', 'git#sha', false],
  ['TagValue', 'o/r/issues/12', true],
  ['TagValue', 'o/r#12', false],
  ['TagValue', 'größe 日本', true]
])('%s takes %s: %s', (shape, value, isRight) => {
  expect(checkShape(sagemaker, shape, value)).toHaveLength(isRight ? 0 : 1)
})

test('an unknown shape is a defect', () => {
  expect(() => checkShape(sagemaker, 'Nothing', 1)).toThrow('the model of sagemaker has no shape Nothing')
})
