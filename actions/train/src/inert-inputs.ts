import type { TrainInputs } from './inputs.js'

/** Inputs that were given and do nothing for a local training; who sets one must hear it. */
export function inertTrainInputs(inputs: TrainInputs): string[] {
  const unused: [string, boolean, string][] = [
    ['execution-role-arn', inputs.executionRoleArn !== undefined, 'it belongs to backend sagemaker'],
    ['instance-type', inputs.instanceType !== undefined, 'it belongs to backend sagemaker'],
    [
      'wait',
      !inputs.wait && inputs.operation === 'start',
      'a local training cannot outlive its job, so it is always waited for'
    ]
  ]
  return unused.flatMap(([name, given, why]) =>
    given ? [`The input ${name} has no effect here: ${why}.`] : []
  )
}
