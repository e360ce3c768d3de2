import { JobFailure } from '../job-failure.js'
import type { TrainingJob } from '../training-job.js'
import type { Container } from './container.js'

const TOOLKIT = new URL('./toolkit/train.py', import.meta.url).pathname

/** The program of a container: the request's entry point, else the image's. */
export function containerCommand(
  container: Container,
  job: TrainingJob,
  image: 'toolkit' | 'none'
): readonly string[] {
  const { ContainerEntrypoint, ContainerArguments = [] } = job.request.AlgorithmSpecification ?? {}
  if (ContainerEntrypoint !== undefined) {
    return [...ContainerEntrypoint, ...ContainerArguments].map(word => container.localized(word))
  }
  if (image === 'none')
    throw new JobFailure('ClientError: The container image has no entry point for training.')
  if (job.request.HyperParameters?.['sagemaker_program'] === undefined) {
    throw new JobFailure(
      'ClientError: This server runs no built-in algorithms: sagemaker_program is missing.'
    )
  }
  return ['python3', TOOLKIT]
}
