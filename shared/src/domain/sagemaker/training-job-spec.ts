/** A part of a training job's input, copied to `/opt/ml/input/data/<ChannelName>`. */
export interface Channel {
  readonly ChannelName: string
  readonly DataSource: {
    readonly S3DataSource: {
      readonly S3DataType: 'S3Prefix'
      readonly S3Uri: string
      readonly S3DataDistributionType: 'FullyReplicated' | 'ShardedByS3Key'
    }
  }
  readonly InputMode: 'File'
}

export interface MetricDefinition {
  readonly Name: string
  readonly Regex: string
}

export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** A training job as SageMaker is asked for it: the members of CreateTrainingJob that the suite uses, by their names there. */
export interface TrainingJobSpec {
  readonly TrainingJobName: string
  readonly RoleArn: string
  readonly AlgorithmSpecification: {
    readonly TrainingImage: string
    readonly TrainingInputMode: 'File'
    readonly ContainerEntrypoint?: string[]
    readonly ContainerArguments?: string[]
    readonly MetricDefinitions?: MetricDefinition[]
  }
  readonly HyperParameters: Record<string, string>
  readonly Environment: Record<string, string>
  readonly InputDataConfig: Channel[]
  readonly OutputDataConfig: { readonly S3OutputPath: string; readonly KmsKeyId?: string }
  readonly ResourceConfig: {
    readonly InstanceType: string
    readonly InstanceCount: number
    readonly VolumeSizeInGB: number
    readonly VolumeKmsKeyId?: string
  }
  readonly StoppingCondition: { readonly MaxRuntimeInSeconds: number; readonly MaxWaitTimeInSeconds?: number }
  readonly EnableManagedSpotTraining: boolean
  readonly CheckpointConfig?: { readonly S3Uri: string }
  readonly VpcConfig?: { readonly Subnets: string[]; readonly SecurityGroupIds: string[] }
  readonly EnableNetworkIsolation: boolean
  readonly EnableInterContainerTrafficEncryption: boolean
  readonly Tags: Tag[]
}
