import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { jobNameOf, trainingIdOfJob } from '../../../src/domain/sagemaker/job-name.js'

const id = 'train-20250110-093000-1a2b3c4d'
const ids = fc
  .tuple(fc.stringMatching(/^train-\d{8}-\d{6}-[0-9a-f]{8}$/), fc.option(fc.integer({ min: 2, max: 9999 })))
  .map(([first, start]) => (start === null ? first : `${first}-${start}`))
const models = fc.stringMatching(/^[a-z0-9](-?[a-z0-9]){0,47}$/)

describe('jobNameOf', () => {
  test.each([
    ['a first job', id, 'churn', 0, 'mlops-churn-20250110-093000-1a2b3c4d'],
    ['a retry', id, 'churn', 3, 'mlops-churn-20250110-093000-1a2b3c4d-r3'],
    ['a run started again', `${id}-2`, 'churn', 0, 'mlops-churn-20250110-093000-1a2b3c4d-2'],
    // 63 - 6 - 25 = 32 characters are left for the model, and none of them is a hyphen at the end.
    [
      'a long model',
      id,
      `${'a'.repeat(31)}-${'b'.repeat(16)}`,
      0,
      `mlops-${'a'.repeat(31)}-20250110-093000-1a2b3c4d`
    ]
  ])('names %s', (_, trainingId, modelId, attempt, name) => {
    expect(jobNameOf(trainingId, modelId, attempt)).toBe(name)
  })

  test('is a name SageMaker takes, and says which run it is', () => {
    fc.assert(
      fc.property(ids, models, fc.integer({ min: 0, max: 3 }), (trainingId, modelId, attempt) => {
        const name = jobNameOf(trainingId, modelId, attempt)
        expect(name).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/)
        expect(name.length).toBeLessThanOrEqual(63)
        expect(trainingIdOfJob(name)).toBe(trainingId)
      })
    )
  })

  test('is never shared by two runs or two attempts', () => {
    const job = fc.tuple(ids, models, fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(job, job, ([id1, model1, attempt1], [id2, model2, attempt2]) => {
        fc.pre(id1 !== id2 || attempt1 !== attempt2)
        expect(jobNameOf(id1, model1, attempt1)).not.toBe(jobNameOf(id2, model2, attempt2))
      })
    )
  })

  test('is not fooled by a model named like a run', () => {
    const model = 'churn-20240101-000000-ffffffff-r1'
    expect(trainingIdOfJob(jobNameOf(id, model))).toBe(id)
    expect(jobNameOf(`${id}-2`, 'x')).not.toBe(jobNameOf(id, '2-x'))
  })

  test.each([
    ['no training id', 'train-1', 0],
    ['a fourth retry', id, 4],
    ['half a retry', id, 0.5]
  ])('refuses %s', (_, trainingId, attempt) => {
    expect(() => jobNameOf(trainingId, 'churn', attempt)).toThrow(RangeError)
  })
})

test.each(['other-churn-20250110-093000-1a2b3c4d', 'mlops-churn', 'mlops-20250110-093000-1a2b3c4d', ''])(
  '"%s" is not a name of the suite',
  name => {
    expect(trainingIdOfJob(name)).toBeUndefined()
  }
)
