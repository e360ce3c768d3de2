import type { Channel, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'
import { writeFile } from 'node:fs/promises'
import type { TrainingJob } from '../training-job.js'
import type { Container } from './container.js'

const GROUP = 'homogeneousCluster'

/** Writes the files of /opt/ml/input/config. */
export async function writeConfiguration(container: Container, { request }: TrainingJob): Promise<void> {
  const { CheckpointConfig, HyperParameters = {} } = request
  const checkpoint = CheckpointConfig && {
    S3Uri: CheckpointConfig.S3Uri,
    LocalPath: CheckpointConfig.LocalPath ?? '/opt/ml/checkpoints'
  }
  const files = {
    hyperparameters: HyperParameters,
    inputdataconfig: inputDataConfiguration(request),
    resourceconfig: resourceConfiguration(container, request),
    ...(checkpoint !== undefined && { checkpointconfig: checkpoint })
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFile(container.path('input/config', `${name}.json`), JSON.stringify(content))
  }
}

function inputDataConfiguration({ InputDataConfig = [], AlgorithmSpecification }: CreateTrainingJobRequest) {
  const channel = ({ DataSource, ContentType, InputMode, RecordWrapperType }: Channel) => ({
    ...(ContentType !== undefined && { ContentType }),
    TrainingInputMode: InputMode ?? AlgorithmSpecification?.TrainingInputMode,
    S3DistributionType: DataSource?.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
    RecordWrapperType: RecordWrapperType ?? 'None'
  })
  return Object.fromEntries(InputDataConfig.map(config => [config.ChannelName ?? '', channel(config)]))
}

function resourceConfiguration({ host, hosts }: Container, { ResourceConfig }: CreateTrainingJobRequest) {
  const instanceType = ResourceConfig?.InstanceType
  return {
    current_host: host,
    current_instance_type: instanceType,
    current_group_name: GROUP,
    hosts,
    instance_groups: [{ instance_group_name: GROUP, instance_type: instanceType, hosts }],
    network_interface_name: 'eth0'
  }
}
