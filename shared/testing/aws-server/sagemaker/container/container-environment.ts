import type { TrainingJob } from '../training-job.js'
import type { TrainingWorld } from '../training-world.js'
import type { Container } from './container.js'

/** The whole environment of a container's program: nothing of the server's own comes in. */
export function containerEnvironment(
  container: Container,
  { request, name, arn }: TrainingJob,
  { region, programs }: TrainingWorld
): Record<string, string> {
  const given = Object.entries(request.Environment ?? {})
  return {
    PATH: `${programs}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: container.workingDirectory,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: 'TRUE',
    PYTHONDONTWRITEBYTECODE: '1',
    AWS_REGION: region,
    TRAINING_JOB_NAME: name,
    TRAINING_JOB_ARN: arn,
    ...(container.sandbox.kind === 'rewriting' && folderVariables(container, request.InputDataConfig ?? [])),
    ...Object.fromEntries(given.map(([variable, value]) => [variable, container.localized(value)]))
  }
}

/** Where /opt/ml is another folder only these can tell the program. */
function folderVariables(
  container: Container,
  channels: readonly { readonly ChannelName?: string | undefined }[]
): Record<string, string> {
  const names = channels.map(({ ChannelName = '' }) => ChannelName)
  return {
    SAGEMAKER_BASE_DIR: container.base,
    SM_MODEL_DIR: container.path('model'),
    SM_OUTPUT_DIR: container.path('output'),
    SM_OUTPUT_DATA_DIR: container.path('output/data'),
    SM_INPUT_DIR: container.path('input'),
    SM_INPUT_CONFIG_DIR: container.path('input/config'),
    ...Object.fromEntries(
      names.map(name => [`SM_CHANNEL_${name.toUpperCase()}`, container.path('input/data', name)])
    )
  }
}
