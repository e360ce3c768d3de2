import { identityOf, isSameRun } from '../../src/domain/sagemaker/job-identity.js'
import { tagKeys } from '../../src/domain/sagemaker/job-tags.js'
import {
  hasEnded,
  type JobPhase,
  type JobState,
  type RemoteJob
} from '../../src/domain/sagemaker/remote-job.js'
import type { TrainingJobSpec } from '../../src/domain/sagemaker/training-job-spec.js'
import { UserError } from '../../src/errors.js'
import type { Clock } from '../../src/ports/clock.js'
import type {
  CreateResult,
  LogCursor,
  LogEvent,
  LogPage,
  RemoteTraining,
  StopResult,
  TaggedJob
} from '../../src/ports/remote-training.js'

type Operation = 'create' | 'describe' | 'stop' | 'logs' | 'list'

interface Held {
  readonly spec: TrainingJobSpec
  job: RemoteJob
  readonly events: LogEvent[]
}

const PAGE = 100

const ENDS: ReadonlyMap<JobPhase, JobState> = new Map([
  ['stopping', 'stopping'],
  ['stopped', 'stopped'],
  ['max-runtime-exceeded', 'stopped'],
  ['max-wait-exceeded', 'stopped'],
  ['completed', 'completed'],
  ['failed', 'failed']
])

/** Training jobs in memory that do what a test says, step by step. */
export class InMemoryRemoteTraining implements RemoteTraining {
  /** Every call, as `operation name`. */
  readonly calls: string[] = []
  private readonly clock: Clock
  private readonly jobs = new Map<string, Held>()
  private readonly planned = new Map<Operation, Error[]>()
  private losesReply = false

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** The next calls of an operation fail with these errors, one each. */
  failNext(operation: Operation, ...errors: Error[]): void {
    this.planned.set(operation, [...(this.planned.get(operation) ?? []), ...errors])
  }

  /** The next job is made, and its maker hears an error instead of an answer. */
  loseNextReply(): void {
    this.losesReply = true
  }

  /** The job goes on to a phase; an ending one ends it. */
  enter(name: string, phase: JobPhase, change: Partial<RemoteJob> = {}): void {
    const held = this.held(name)
    const startedAt = this.clock.now()
    const state = ENDS.get(phase) ?? held.job.state
    held.job = {
      ...held.job,
      state,
      phase,
      transitions: [...held.job.transitions, { phase, startedAt, message: '' }],
      ...(phase === 'training' && { startedAt }),
      ...(state !== 'in-progress' && state !== 'stopping' && { endedAt: startedAt }),
      ...change
    }
  }

  /** The job writes a line into its log. */
  say(name: string, message: string, stream = 'algo-1'): void {
    this.held(name).events.push({ stream, at: this.clock.now(), message })
  }

  /** The names of all jobs ever made. */
  get names(): readonly string[] {
    return [...this.jobs.keys()]
  }

  specOf(name: string): TrainingJobSpec {
    return this.held(name).spec
  }

  async create(spec: TrainingJobSpec): Promise<CreateResult> {
    this.answer('create', spec.TrainingJobName)
    const existing = this.jobs.get(spec.TrainingJobName)
    if (existing !== undefined) {
      if (isSameRun(identityOf(spec.Environment), existing.job.identity)) return 'exists'
      throw new UserError(
        'job-name-taken',
        `the training job ${spec.TrainingJobName} belongs to something else`
      )
    }
    this.jobs.set(spec.TrainingJobName, { spec, job: this.newJob(spec), events: [] })
    if (!this.losesReply) return 'created'
    this.losesReply = false
    return 'exists'
  }

  async describe(name: string): Promise<RemoteJob | undefined> {
    this.answer('describe', name)
    return this.jobs.get(name)?.job
  }

  async stop(name: string): Promise<StopResult> {
    this.answer('stop', name)
    const job = this.jobs.get(name)?.job
    if (job === undefined) return 'unknown'
    if (hasEnded(job)) return 'already-ended'
    if (job.state !== 'stopping') this.enter(name, 'stopping')
    return 'stopping'
  }

  async logs(name: string, cursor: LogCursor | undefined): Promise<LogPage> {
    this.answer('logs', name)
    const events = this.jobs.get(name)?.events ?? []
    const from = Number(cursor?.streams['all'] ?? 0)
    const page = events.slice(from, from + PAGE)
    const to = from + page.length
    return { events: page, cursor: { streams: { all: String(to) } }, more: to < events.length }
  }

  async *list(repository: string): AsyncGenerator<TaggedJob> {
    this.answer('list', repository)
    for (const { spec, job } of this.jobs.values()) {
      const tags = new Map(spec.Tags.map(({ Key: key, Value: value }) => [key, value]))
      if (job.state === 'in-progress' && tags.get(tagKeys.repository) === repository)
        yield { name: job.name, createdAt: job.createdAt, tags }
    }
  }

  private answer(operation: Operation, name: string): void {
    this.calls.push(`${operation} ${name}`)
    const error = this.planned.get(operation)?.shift()
    if (error !== undefined) throw error
  }

  private held(name: string): Held {
    const held = this.jobs.get(name)
    if (held === undefined) throw new Error(`the test has no job ${name}`)
    return held
  }

  private newJob(spec: TrainingJobSpec): RemoteJob {
    const createdAt = this.clock.now()
    const name = spec.TrainingJobName
    return {
      name,
      arn: `arn:aws:sagemaker:eu-central-1:123456789012:training-job/${name}`,
      identity: identityOf(spec.Environment),
      state: 'in-progress',
      phase: 'starting',
      transitions: [{ phase: 'starting', startedAt: createdAt, message: '' }],
      failureReason: undefined,
      spot: spec.EnableManagedSpotTraining,
      createdAt,
      startedAt: undefined,
      endedAt: undefined,
      trainingSeconds: undefined,
      billableSeconds: undefined,
      metrics: [],
      outputUri: spec.OutputDataConfig.S3OutputPath,
      modelArtifactUri: `${spec.OutputDataConfig.S3OutputPath}${name}/output/model.tar.gz`
    }
  }
}
