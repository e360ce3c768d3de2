import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { trainingJobSpec } from '../../../src/domain/sagemaker/build-job-spec.js'
import { checkShape } from '../../../testing/aws-server/service-models/check-shape.js'
import { ServiceModel } from '../../../testing/aws-server/service-models/service-model.js'
import { aJobPlan, aJobSpec } from '../../../testing/builders/job-plan.js'
import { aRequest } from '../../../testing/builders/records.js'

const model = new ServiceModel('sagemaker')
const complaints = (spec: unknown) => checkShape(model, 'CreateTrainingJobRequest', spec)

describe("a training job, by AWS's own service model", () => {
  test('is valid with every section', () => {
    const request = aRequest({
      algorithm: 'script',
      hyperparameters: { rate: 0.1, layers: [1, 2], name: 'Ünïcode\n\u2028"' },
      compute: {
        spot: true,
        max_runtime: '2h',
        kms_key: 'arn:aws:kms:eu-central-1:123456789012:key/0a1b',
        vpc: { subnets: ['subnet-0a1'], security_groups: ['sg-0b2'] },
        metric_definitions: { loss: 'loss=(.*)' },
        tags: { team: 'forecast' }
      }
    })
    expect(complaints(aJobSpec({ request, entryPoint: 'fit.py' }))).toEqual([])
  })

  test('is valid whatever hostile values the request has, or is refused here', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3000 })
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/), text),
        text,
        (values, owner) => {
          const plan = aJobPlan({ request: aRequest({ hyperparameters: values }) })
          const planned = trainingJobSpec({ ...plan, run: { ...plan.run, owner } })
          expect(planned.ok ? complaints(planned.spec) : []).toEqual([])
        }
      )
    )
  })

  test('is checked here at least as strictly', () => {
    const good = aJobSpec()
    const wrong = [
      { ...good, TrainingJobName: 'a_b' },
      { ...good, RoleArn: 'role' },
      { ...good, Tags: [{ Key: 'k', Value: '#' }] },
      { ...good, HyperParameters: { x: 'a'.repeat(2501) } }
    ]
    expect(wrong.map(spec => complaints(spec).length > 0)).toEqual(wrong.map(() => true))
  })
})
