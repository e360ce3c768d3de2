import type { TrainInputs } from './inputs.js'

/** Inputs that were given and do nothing for a local training; who sets one must hear it. */
export function inertLocalInputs(inputs: TrainInputs): string[] {
  return unused([
    ['execution-role-arn', inputs.executionRoleArn !== undefined, 'it belongs to backend sagemaker'],
    ['instance-type', inputs.instanceType !== undefined, 'it belongs to backend sagemaker'],
    ['wait', !inputs.wait, 'a local training cannot outlive its job, so it is always waited for']
  ])
}

/** Inputs that were given and do nothing for a training in SageMaker. */
export function inertCloudInputs(inputs: TrainInputs): string[] {
  return unused([['python', inputs.python !== undefined, 'SageMaker trains with the Python of the image']])
}

function unused(inputs: readonly (readonly [string, boolean, string])[]): string[] {
  return inputs.flatMap(([name, given, why]) =>
    given ? [`The input ${name} has no effect here: ${why}.`] : []
  )
}
