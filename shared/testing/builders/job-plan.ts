import { trainingJobSpec, type JobPlan } from '../../src/domain/sagemaker/build-job-spec.js'
import type { TrainingJobSpec } from '../../src/domain/sagemaker/training-job-spec.js'
import { aRequest, trainingId } from './records.js'

/** A plan for a forest of the repository `o/r`, asked for in issue 7. */
export function aJobPlan(change: Partial<JobPlan> = {}): JobPlan {
  const root = `s3://bucket/store/runs/${trainingId}`
  return {
    request: aRequest(),
    run: { trainingId, modelId: 'churn', repository: 'o/r', issue: 7, owner: 'writer' },
    places: {
      train: 's3://bucket/store/datasets/d1/train/',
      code: `${root}/code/`,
      config: `${root}/config/`,
      output: `${root}/jobs/`,
      checkpoints: `${root}/checkpoints/`
    },
    roleArn: 'arn:aws:iam::123456789012:role/training',
    region: 'eu-central-1',
    ...change
  }
}

/** The specification of a plan; one with problems is an error of the test. */
export function aJobSpec(change: Partial<JobPlan> = {}): TrainingJobSpec {
  const planned = trainingJobSpec(aJobPlan(change))
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  return planned.spec
}
