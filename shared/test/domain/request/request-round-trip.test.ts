import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { stringify } from 'yaml'
import { trainingRequest } from '../../../src/domain/request/training-request.js'
import { build } from './built-request.js'

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
