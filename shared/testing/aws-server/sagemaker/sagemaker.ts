import type {
  AddTagsInput,
  CreateTrainingJobRequest,
  DescribeTrainingJobRequest,
  ListTagsInput,
  ListTrainingJobsRequest,
  StopTrainingJobRequest,
  Tag
} from '@aws-sdk/client-sagemaker'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../until.js'
import { AwsError } from '../aws-error.js'
import { JsonService } from '../service-models/json-service.js'
import { ServiceModel } from '../service-models/service-model.js'
import type { Wire } from '../service-models/wire.js'
import { findSandbox, type Sandbox } from './container/sandbox.js'
import { createTrainingJob } from './create-training-job.js'
import { describeTrainingJob } from './describe-training-job.js'
import { listTrainingJobs } from './list-training-jobs.js'
import { runTrainingJob } from './run-training-job.js'
import { defaultControls, type SageMakerControls } from './sagemaker-controls.js'
import type { TrainingJob } from './training-job.js'
import type { TrainingWorld } from './training-world.js'

export interface SageMakerOptions extends Omit<
  TrainingWorld,
  'controls' | 'sandbox' | 'programs' | 'jobs' | 'closed'
> {
  /** How many seconds of a job pass in one real second while it only waits. */
  readonly timeScale: number
  /** The images' Python: one with scikit-learn and XGBoost. */
  readonly python: string
  /** Default: what this machine allows. */
  readonly sandbox: Sandbox['kind'] | undefined
}

/** The training jobs of the account; their programs really run. */
export class SageMaker {
  readonly controls: SageMakerControls
  readonly jobs = new Map<string, TrainingJob>()
  readonly #world: TrainingWorld
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor({ timeScale, python, sandbox, ...world }: SageMakerOptions) {
    this.controls = defaultControls(timeScale)
    this.#world = {
      ...world,
      controls: this.controls,
      sandbox: findSandbox(sandbox),
      programs: linkPrograms(world.directory, python),
      jobs: this.jobs,
      closed: this.#closing.signal
    }
  }

  /** How its containers are separated from the machine, for people. */
  get sandbox(): string {
    return this.#world.sandbox.description
  }

  /** Takes the spot instances of a job away. */
  interrupt(jobName: string): void {
    this.#job(jobName).interrupt()
  }

  /** Resolves when the job has come to its end, which must be within a minute. */
  async ended(jobName: string): Promise<TrainingJob> {
    const job = this.#job(jobName)
    await until(() => job.isOver, `the end of ${jobName}`, { describe: () => job.secondaryStatus })
    return job
  }

  service(): JsonService {
    return new JsonService({
      model: new ServiceModel('sagemaker'),
      violations: this.#world.violations,
      operations: {
        CreateTrainingJob: (input: CreateTrainingJobRequest) =>
          createTrainingJob(this.#world, input, job => this.#start(job)),
        DescribeTrainingJob: ({ TrainingJobName }: DescribeTrainingJobRequest) =>
          describeTrainingJob(this.#visibleJob(TrainingJobName), this.controls.spotBillableShare),
        StopTrainingJob: ({ TrainingJobName }: StopTrainingJobRequest) => this.#stop(TrainingJobName),
        ListTrainingJobs: (input: Wire<ListTrainingJobsRequest>) =>
          listTrainingJobs(this.jobs.values(), input),
        ListTags: ({ ResourceArn }: ListTagsInput) => ({ Tags: tagsOf(this.#byArn(ResourceArn)) }),
        AddTags: ({ ResourceArn, Tags = [] }: AddTagsInput) => {
          const job = this.#byArn(ResourceArn)
          for (const { Key = '', Value = '' } of Tags) job.tags.set(Key, Value)
          return { Tags: tagsOf(job) }
        }
      }
    })
  }

  /** Ends everything that runs. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running)
  }

  #start(job: TrainingJob): void {
    const run = runTrainingJob(job, this.#world)
    this.#running.add(run)
    void run.finally(() => this.#running.delete(run))
  }

  #stop(name: string | undefined): undefined {
    const job = this.#visibleJob(name)
    if (job.status !== 'InProgress') {
      const message = `The request was rejected because the training job is in status ${job.status}.`
      throw new AwsError('ValidationException', 400, message)
    }
    job.requestStop('Stopped')
  }

  #job(name: string | undefined): TrainingJob {
    const job = this.jobs.get(name ?? '')
    if (job === undefined) throw new AwsError('ValidationException', 400, 'Requested resource not found.')
    return job
  }

  #visibleJob(name: string | undefined): TrainingJob {
    const job = this.#job(name)
    if (job.missesLeft-- > 0) throw new AwsError('ValidationException', 400, 'Requested resource not found.')
    return job
  }

  #byArn(arn: string | undefined): TrainingJob {
    const job = [...this.jobs.values()].find(candidate => candidate.arn === arn)
    if (job === undefined) throw new AwsError('ValidationException', 400, 'Requested resource not found.')
    return job
  }
}

function tagsOf(job: TrainingJob): Tag[] {
  return [...job.tags].map(([Key, Value]) => ({ Key, Value }))
}

/** A folder where `python` and `python3` are the images' Python. */
function linkPrograms(directory: string, python: string): string {
  const folder = join(directory, 'programs')
  mkdirSync(folder, { recursive: true })
  for (const name of ['python', 'python3']) symlinkSync(python, join(folder, name))
  return folder
}
