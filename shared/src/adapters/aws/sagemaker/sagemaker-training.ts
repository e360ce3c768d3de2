import type { CreateTrainingJobRequest, TrainingInstanceType } from '@aws-sdk/client-sagemaker'
import type { RemoteJob } from '../../../domain/sagemaker/remote-job.js'
import { hasEnded } from '../../../domain/sagemaker/remote-job.js'
import type { TrainingJobSpec } from '../../../domain/sagemaker/training-job-spec.js'
import type {
  CreateResult,
  LogCursor,
  LogPage,
  RemoteTraining,
  StopResult,
  TaggedJob
} from '../../../ports/remote-training.js'
import { readJobLogs } from '../logs/read-job-logs.js'
import {
  brokenOffBy,
  openLogs,
  openSageMaker,
  type LogsSdk,
  type SageMakerOptions,
  type SageMakerSdk
} from './clients.js'
import { createOnce } from './create-job.js'
import { listJobs } from './list-jobs.js'
import { readJob } from './read-job.js'
import {
  isMissingJob,
  isNameTaken,
  isNotRunning,
  translateSageMakerError,
  type SageMakerCall
} from './sagemaker-failure.js'

/** Training jobs of SageMaker in one region; the SDK is loaded with the first call. */
export class SageMakerTraining implements RemoteTraining {
  private readonly options: SageMakerOptions
  private sageMaker: Promise<SageMakerSdk> | undefined
  private cloudWatch: Promise<LogsSdk> | undefined

  constructor(options: SageMakerOptions) {
    this.options = options
  }

  async create(spec: TrainingJobSpec): Promise<CreateResult> {
    const { client, commands } = await this.sdk()
    const name = spec.TrainingJobName
    const call = { ...this.call('CreateTrainingJob', name), roleArn: spec.RoleArn }
    return createOnce(spec, {
      send: asked => client.send(new commands.CreateTrainingJobCommand(toRequest(asked))),
      describe: job => this.describe(job),
      isNameTaken,
      translate: error => translateSageMakerError(error, call)
    })
  }

  async describe(name: string, signal?: AbortSignal): Promise<RemoteJob | undefined> {
    const { client, commands } = await this.sdk()
    try {
      const command = new commands.DescribeTrainingJobCommand({ TrainingJobName: name })
      return readJob(await client.send(command, brokenOffBy(signal)))
    } catch (error) {
      if (isMissingJob(error)) return undefined
      throw translateSageMakerError(error, this.call('DescribeTrainingJob', name))
    }
  }

  async stop(name: string): Promise<StopResult> {
    const { client, commands } = await this.sdk()
    try {
      await client.send(new commands.StopTrainingJobCommand({ TrainingJobName: name }))
      return 'stopping'
    } catch (error) {
      if (isMissingJob(error)) return 'unknown'
      if (isNotRunning(error)) return this.stateAfterRefusedStop(name)
      throw translateSageMakerError(error, this.call('StopTrainingJob', name))
    }
  }

  /** A job that is stopping already refuses to be stopped, too. */
  private async stateAfterRefusedStop(name: string): Promise<StopResult> {
    const job = await this.describe(name)
    if (job === undefined) return 'unknown'
    return hasEnded(job) ? 'already-ended' : 'stopping'
  }

  async logs(name: string, cursor: LogCursor | undefined, signal?: AbortSignal): Promise<LogPage> {
    this.cloudWatch ??= openLogs(this.options)
    return readJobLogs(await this.cloudWatch, { job: name, cursor, signal })
  }

  async *list(repository: string): AsyncGenerator<TaggedJob> {
    try {
      yield* listJobs(await this.sdk(), repository)
    } catch (error) {
      throw translateSageMakerError(error, this.call('ListTrainingJobs', 'training jobs'))
    }
  }

  private sdk(): Promise<SageMakerSdk> {
    this.sageMaker ??= openSageMaker(this.options)
    return this.sageMaker
  }

  private call(operation: string, resource: string): SageMakerCall {
    return { action: `sagemaker:${operation}`, resource, region: this.options.region }
  }
}

/** The SDK lists the instance types of its day; AWS has others. */
function toRequest(spec: TrainingJobSpec): CreateTrainingJobRequest {
  const instanceType = spec.ResourceConfig.InstanceType as TrainingInstanceType
  return { ...spec, ResourceConfig: { ...spec.ResourceConfig, InstanceType: instanceType } }
}
