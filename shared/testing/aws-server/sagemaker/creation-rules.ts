import type { Channel, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'

type Rule = (request: CreateTrainingJobRequest) => readonly string[]

const MAX_RUNTIME_SECONDS = 28 * 24 * 3600

/** What the service model does not say and the service checks all the same; empty when nothing is wrong. */
export function creationProblems(request: CreateTrainingJobRequest): readonly string[] {
  return RULES.flatMap(rule => rule(request))
}

const RULES: readonly Rule[] = [requiredParts, algorithm, resources, runtime, channels, metrics, tags]

function requiredParts({
  AlgorithmSpecification,
  ResourceConfig,
  StoppingCondition
}: CreateTrainingJobRequest) {
  const parts = Object.entries({ AlgorithmSpecification, ResourceConfig, StoppingCondition })
  return parts.filter(([, part]) => part === undefined).map(([name]) => `${name} is required.`)
}

function algorithm({ AlgorithmSpecification }: CreateTrainingJobRequest): readonly string[] {
  if (AlgorithmSpecification === undefined) return []
  const { TrainingImage, AlgorithmName, ContainerEntrypoint, ContainerArguments } = AlgorithmSpecification
  return [
    ...when(
      (TrainingImage === undefined) === (AlgorithmName === undefined),
      'You must specify exactly one of TrainingImage and AlgorithmName.'
    ),
    ...when(
      AlgorithmName !== undefined && (ContainerEntrypoint ?? ContainerArguments) !== undefined,
      'ContainerEntrypoint and ContainerArguments are only supported with TrainingImage.'
    )
  ]
}

function resources({
  ResourceConfig,
  EnableManagedSpotTraining
}: CreateTrainingJobRequest): readonly string[] {
  if (ResourceConfig === undefined) return []
  const {
    InstanceType,
    InstanceCount = 0,
    VolumeSizeInGB = 0,
    InstanceGroups,
    KeepAlivePeriodInSeconds = 0
  } = ResourceConfig
  const isHeterogeneous = InstanceGroups !== undefined
  return [
    ...when(!isHeterogeneous && InstanceType === undefined, 'ResourceConfig.InstanceType is required.'),
    ...when(!isHeterogeneous && InstanceCount < 1, 'ResourceConfig.InstanceCount must be at least 1.'),
    ...when(VolumeSizeInGB < 1, 'ResourceConfig.VolumeSizeInGB must be at least 1.'),
    ...when(
      EnableManagedSpotTraining === true && KeepAlivePeriodInSeconds > 0,
      'KeepAlivePeriodInSeconds is not supported when EnableManagedSpotTraining is set to true.'
    )
  ]
}

function runtime({
  StoppingCondition,
  EnableManagedSpotTraining = false
}: CreateTrainingJobRequest): readonly string[] {
  if (StoppingCondition === undefined) return []
  const { MaxRuntimeInSeconds = 86_400, MaxWaitTimeInSeconds } = StoppingCondition
  return [
    ...when(
      MaxRuntimeInSeconds > MAX_RUNTIME_SECONDS,
      `Invalid MaxRuntimeInSeconds. It must be at most ${MAX_RUNTIME_SECONDS}.`
    ),
    ...when(
      !EnableManagedSpotTraining && MaxWaitTimeInSeconds !== undefined,
      'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true'
    ),
    ...when(
      EnableManagedSpotTraining && (MaxWaitTimeInSeconds ?? 0) < MaxRuntimeInSeconds,
      'Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds'
    )
  ]
}

function channels({
  InputDataConfig = [],
  AlgorithmSpecification
}: CreateTrainingJobRequest): readonly string[] {
  const names = InputDataConfig.map(({ ChannelName }) => ChannelName)
  const isStray = ({ InputMode, DataSource }: Channel) =>
    (InputMode ?? AlgorithmSpecification?.TrainingInputMode) === 'FastFile' &&
    DataSource?.S3DataSource?.S3DataType !== 'S3Prefix'
  return [
    ...when(new Set(names).size < names.length, 'Channel names must be unique.'),
    ...when(InputDataConfig.some(isStray), 'FastFile input mode is only supported with S3DataType S3Prefix.')
  ]
}

function metrics({ AlgorithmSpecification }: CreateTrainingJobRequest): readonly string[] {
  const definitions = AlgorithmSpecification?.MetricDefinitions ?? []
  return definitions
    .filter(({ Regex = '' }) => !compiles(Regex))
    .map(({ Name = '' }) => `The regular expression of the metric ${Name} is invalid.`)
}

function tags({ Tags = [] }: CreateTrainingJobRequest): readonly string[] {
  const keys = Tags.map(({ Key = '' }) => Key)
  return [
    ...when(
      keys.some(key => key.toLowerCase().startsWith('aws:')),
      'Tag keys starting with aws: are reserved for internal use.'
    ),
    ...when(new Set(keys).size < keys.length, 'Duplicate tag keys are not allowed.')
  ]
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}

const when = (isWrong: boolean, message: string): readonly string[] => (isWrong ? [message] : [])
