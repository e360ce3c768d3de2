import { UserError } from '../../errors.js'
import type { RemoteTraining } from '../../ports/remote-training.js'
import type { Runner } from '../../ports/runner.js'
import { openAwsAccess, type AwsAccess, type AwsInputs } from './aws-access.js'
import { SageMakerTraining } from './sagemaker/sagemaker-training.js'

export interface OpenedTraining {
  readonly remote: RemoteTraining
  readonly region: string
}

/** SageMaker in the region that the inputs or the environment name; without one a `UserError` `aws-region-missing`. */
export function openRemoteTraining(inputs: AwsInputs, runner: Runner, access?: AwsAccess): OpenedTraining {
  const { region: named, credentials } = access ?? openAwsAccess(inputs, runner)
  const region = named ?? runner.variable('AWS_REGION') ?? runner.variable('AWS_DEFAULT_REGION')
  if (region === undefined) {
    throw new UserError('aws-region-missing', 'no AWS region is known, and training jobs need one', {
      hint: 'Set the input aws-region, or AWS_REGION.'
    })
  }
  return { remote: new SageMakerTraining({ region, credentials }), region }
}
