import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { S3ObjectStore } from '../../../shared/src/adapters/aws/s3/s3-object-store.js'
import { SageMakerTraining } from '../../../shared/src/adapters/aws/sagemaker/sagemaker-training.js'
import { packDirectory } from '../../../shared/src/adapters/files/pack-directory.js'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import {
  startTrainingCloud,
  type TrainingCloud,
  type TrainingCloudOptions
} from '../../../shared/testing/aws-server/training-cloud.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { aRequest, aRequestRecord, trainingId } from '../../../shared/testing/builders/records.js'
import { ScriptedTrainingService, leaves } from '../../../shared/testing/fakes/scripted-training-service.js'
import { until } from '../../../shared/testing/until.js'
import type { CloudPorts } from '../src/cloud/cloud-ports.js'
import { stopLeftover } from '../src/cloud/stop-leftover.js'
import { readTrainInputs, type TrainInputs } from '../src/inputs.js'
import type { TrainOutcome } from '../src/outcome.js'
import type { TrainPorts } from '../src/ports.js'
import { train } from '../src/train.js'

const KIT = new URL('../../../shared/training-kit', import.meta.url).pathname
const LOCATION = 's3://bucket/store'
export const jobName = 'mlops-churn-20250110-093000-1a2b3c4d'

type Credentials = ConstructorParameters<typeof SageMakerTraining>[0]['credentials']

/** A process that calls `train`; several of them share the world. */
export class TrainProcess {
  readonly cancellation = new AbortController()
  readonly kept = new Map<string, string>()
  readonly lines: string[] = []
  private readonly world: CloudWorld
  private readonly owner: string

  constructor(world: CloudWorld, owner: string) {
    this.world = world
    this.owner = owner
  }

  call(
    texts: Readonly<Record<string, string>> = {},
    change: Partial<CloudPorts> = {}
  ): Promise<TrainOutcome> {
    return train(this.inputs(texts), this.ports(change))
  }

  inputs(texts: Readonly<Record<string, string>> = {}): TrainInputs {
    return inputsOf(readTrainInputs, {
      store: LOCATION,
      'training-id': trainingId,
      'execution-role-arn': this.world.roleArn,
      ...texts
    })
  }

  ports(change: Partial<CloudPorts> = {}): TrainPorts {
    const { world } = this
    return {
      store: world.store,
      clock: { now: () => new Date() },
      local: new ScriptedTrainingService(leaves(new Uint8Array())),
      workflow: { runs: undefined, repository: undefined, runId: undefined },
      cloud: {
        open: async () => ({ remote: world.remote, region: world.cloud.region }),
        policy: async () => world.policy,
        kitDirectory: KIT,
        pack: packDirectory,
        keep: (name, value) => this.kept.set(name, value),
        sleep: (milliseconds, signal) => world.sleep(milliseconds, signal),
        pace: () => 0.05,
        ...change
      },
      owner: this.owner,
      workspace: world.directory,
      temporaryDirectory: world.directory,
      cancelled: this.cancellation.signal,
      line: text => this.lines.push(text),
      heartbeatMilliseconds: 100,
      pollMilliseconds: 20
    }
  }

  /** The post step of this process, or of one that kept something else. */
  async post(kept = this.kept.get('training-run')): Promise<void> {
    const { store, remote } = this.world
    if (kept === undefined || this.kept.get('training-settled') === 'true') return
    const sleep = (milliseconds: number) => this.world.sleep(milliseconds)
    const line = (text: string) => this.lines.push(text)
    await stopLeftover(kept, { store, remote, clock: { now: () => new Date() }, line, sleep })
  }
}

/** An AWS with a store in S3, a data set and a request for a forest; pauses are short. */
export class CloudWorld {
  readonly cloud: TrainingCloud
  readonly store: ObjectStore
  readonly remote: RemoteTraining
  readonly roleArn: string
  readonly directory = mkdtempSync(join(tmpdir(), 'cloud-train-'))
  policy: Policy = { prices: { 'ml.m5.xlarge': 0.23 } }
  private processes = 0

  private constructor(cloud: TrainingCloud, credentials: Credentials) {
    this.cloud = cloud
    const { region, url: endpoint } = cloud
    this.roleArn = cloud.roles.putExecutionRole('training')
    this.store = new S3ObjectStore(LOCATION, { region, endpoint, credentials })
    this.remote = new SageMakerTraining({ region, endpoint, credentials, maxAttempts: 2 })
  }

  static async open(
    options: TrainingCloudOptions = {},
    credentialsOf: (cloud: TrainingCloud) => Credentials = cloud => cloud.keys.issue()
  ): Promise<CloudWorld> {
    const cloud = await startTrainingCloud({ buckets: ['bucket'], timeScale: 1000, ...options })
    const world = new CloudWorld(cloud, credentialsOf(cloud))
    await world.ask()
    const rows = Array.from({ length: 100 }, (_, index) => `${index},${index < 50 ? 'low' : 'high'}`)
    await world.put('datasets/d1/train/rows.csv', ['x,label', ...rows, ''].join('\n'))
    return world
  }

  /** Ends all programs; the names of what AWS would not have understood or allowed. */
  async close(): Promise<readonly string[]> {
    await this.cloud.close()
    rmSync(this.directory, { recursive: true, force: true })
    return [...this.cloud.violations, ...this.cloud.defects]
  }

  process(): TrainProcess {
    this.processes += 1
    return new TrainProcess(this, `process-${this.processes}`)
  }

  async ask(compute: NonNullable<ReturnType<typeof aRequest>['compute']> = {}): Promise<void> {
    const request = aRequest({
      compute: { backend: 'sagemaker', max_runtime: '1h', ...compute },
      hyperparameters: { n_estimators: 5 }
    })
    await writeRecord(this.store, layout.request(trainingId), aRequestRecord({ request }))
  }

  async put(key: string, text: string): Promise<void> {
    await this.store.write(key, new TextEncoder().encode(text))
  }

  async record(): Promise<TrainingRecord | undefined> {
    return (await readRecord(this.store, layout.training(trainingId), trainingRecord))?.value
  }

  get jobs(): readonly string[] {
    return [...this.cloud.sagemaker.jobs.keys()]
  }

  /** The states of all jobs that were ever made. */
  async states(): Promise<Record<string, string | undefined>> {
    const states = this.jobs.map(async name => [name, (await this.remote.describe(name))?.state] as const)
    return Object.fromEntries(await Promise.all(states))
  }

  /** Waits until a job is in a phase. */
  async untilPhase(phase: string, name = jobName): Promise<void> {
    const seen = async () => (await this.remote.describe(name))?.phase
    await until(async () => (await seen()) === phase, `${name} to be ${phase}`, {
      describe: seen,
      everyMs: 10
    })
  }

  leftovers(): readonly string[] {
    return readdirSync(this.directory)
  }

  /** A minute takes a tenth of a second; none is so short that a process does nothing but ask. */
  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const short = Math.max(10, milliseconds / 600)
    await pause(short, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
  }
}
