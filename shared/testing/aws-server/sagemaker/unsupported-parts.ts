import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'

/** What of a request this server takes and does not carry out as AWS would. */
export function unsupportedParts(request: CreateTrainingJobRequest): string[] {
  const {
    AlgorithmSpecification,
    CheckpointConfig,
    InputDataConfig = [],
    OutputDataConfig,
    ResourceConfig
  } = request
  const sources = InputDataConfig.map(({ DataSource }) => DataSource?.S3DataSource)
  const modes = [
    AlgorithmSpecification?.TrainingInputMode,
    ...InputDataConfig.map(({ InputMode }) => InputMode)
  ]
  const parts: readonly (readonly [boolean, string])[] = [
    [AlgorithmSpecification?.AlgorithmName !== undefined, 'algorithm resources'],
    [modes.includes('Pipe'), 'Pipe mode'],
    [sources.some(source => source?.S3DataType !== 'S3Prefix'), 'data sources other than S3Prefix'],
    [InputDataConfig.some(({ CompressionType }) => CompressionType === 'Gzip'), 'compressed channels'],
    [
      (CheckpointConfig?.LocalPath ?? '/opt/ml/checkpoints') !== '/opt/ml/checkpoints',
      'other checkpoint folders'
    ],
    [OutputDataConfig?.CompressionType === 'NONE', 'uncompressed output'],
    [ResourceConfig?.InstanceGroups !== undefined, 'instance groups'],
    [ResourceConfig?.KeepAlivePeriodInSeconds !== undefined, 'warm pools']
  ]
  return parts.filter(([isAsked]) => isAsked).map(([, name]) => name)
}
