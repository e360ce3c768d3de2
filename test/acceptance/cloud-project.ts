import { fileURLToPath } from 'node:url'
import { readRecord, writeRecord } from '../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../shared/src/domain/records/training.js'
import { layout } from '../../shared/src/domain/store/layout.js'
import type { TrainingJob } from '../../shared/testing/aws-server/sagemaker/training-job.js'
import type { TrainingCloud, TrainingCloudOptions } from '../../shared/testing/aws-server/training-cloud.js'
import { until } from '../../shared/testing/until.js'
import { runBundle, type BundleCall, type BundleRun } from './run-bundle.js'
import { S3Account, type JobAccess } from './s3-account.js'
import { smallRequest } from './small-dataset.js'
import { openWorkspace, type Workspace } from './workspace.js'

const FASTER_TIME = fileURLToPath(new URL('../../shared/testing/faster-time.cjs', import.meta.url))
const STOP_GRACE_MS = 100
const LONG_AGO = '2025-01-10T09:30:00Z'

export interface CloudCall extends BundleCall {
  /** How many times shorter the action's pauses are; default: as they are. */
  readonly faster?: number
  /** Unix milliseconds since when its clock runs faster too. */
  readonly epoch?: number
}

/** A repository whose policy and account let it train in SageMaker. */
export class CloudProject {
  readonly account: S3Account
  readonly workspace: Workspace
  readonly access: JobAccess
  private readonly roleArn: string
  private requests = 0

  private constructor(account: S3Account) {
    this.account = account
    this.workspace = openWorkspace()
    this.access = account.byRole()
    this.roleArn = account.cloud.roles.putExecutionRole('training')
    account.cloud.sagemaker.controls.stopGraceMs = STOP_GRACE_MS
    this.policy('')
  }

  static async open(options: TrainingCloudOptions = {}): Promise<CloudProject> {
    const account = await S3Account.open('team', { timeScale: 1000, ...options })
    // Jobs are in a hurry, keys are not.
    Object.assign(account.cloud.sts, { timeScale: 1 })
    return new CloudProject(account)
  }

  /** Runs `use` with a project of its own, after which AWS must have understood and allowed everything. */
  static async with(
    use: (project: CloudProject) => Promise<void>,
    options: TrainingCloudOptions = {}
  ): Promise<void> {
    const project = await CloudProject.open(options)
    try {
      await use(project)
    } finally {
      // Calls of an action that is killed break off.
      const complaints = (await project.account.close()).filter(text => text !== 'Error: aborted')
      if (complaints.length > 0) throw new Error(`AWS complains:\n${complaints.join('\n')}`)
    }
  }

  get cloud(): TrainingCloud {
    return this.account.cloud
  }

  /** The policy, with lines of YAML beside those that every training needs. */
  policy(lines: string): void {
    const needed = `execution_role_arn: ${this.roleArn}\nprices: { ml.m5.large: 0.115, ml.m5.xlarge: 0.23 }\n`
    this.workspace.write('.github/mlops.yml', `${needed}${lines}\n`)
  }

  /** Asks for a training in SageMaker through `parse-issue`. */
  async request(change: Readonly<Record<string, unknown>> = {}): Promise<CloudRequest> {
    this.requests += 1
    const file = `requests/${this.requests}.yml`
    const compute = { backend: 'sagemaker', max_runtime: '1h' }
    this.workspace.write(file, JSON.stringify({ ...smallRequest, compute, ...change }))
    const environment = { GITHUB_RUN_ID: String(1000 + this.requests) }
    const run = await this.action('parse-issue', {
      inputs: { 'request-file': file, 'fail-on': 'invalid' },
      environment
    })
    if (run.exitCode !== 0) throw new Error(`the request of the test is not valid:\n${run.stdout}`)
    return new CloudRequest(this, run.outputs['training-id'] ?? '')
  }

  /** Runs an action in a job of its own. */
  action(name: string, { faster = 1, epoch, ...call }: CloudCall = {}): Promise<BundleRun> {
    return runBundle(name, this.workspace, {
      ...call,
      inputs: { ...this.access.inputs, ...call.inputs },
      environment: {
        ...this.access.environment,
        ...(faster !== 1 && { NODE_OPTIONS: `--require ${FASTER_TIME}`, PAUSE_DIVISOR: String(faster) }),
        ...(epoch !== undefined && { CLOCK_EPOCH: String(epoch) }),
        ...call.environment
      }
    })
  }
}

/** A run that was asked for. */
export class CloudRequest {
  readonly project: CloudProject
  readonly trainingId: string

  constructor(project: CloudProject, trainingId: string) {
    this.project = project
    this.trainingId = trainingId
  }

  step(action: string, call: CloudCall = {}): Promise<BundleRun> {
    return this.project.action(action, {
      ...call,
      inputs: { 'training-id': this.trainingId, ...call.inputs }
    })
  }

  /** The post step of a job whose main step is over. */
  post(main: BundleRun, call: CloudCall = {}): Promise<BundleRun> {
    return this.step('train', { ...call, postOf: main })
  }

  /** Every job that was ever made for the run. */
  jobs(): readonly TrainingJob[] {
    const own = `/runs/${this.trainingId}/`
    return [...this.project.cloud.sagemaker.jobs.values()].filter(({ request }) =>
      request.OutputDataConfig?.S3OutputPath?.includes(own)
    )
  }

  async record(): Promise<TrainingRecord | undefined> {
    return (await this.stored())?.value
  }

  /** As if whoever follows the run had died long ago. */
  async letHeartbeatGrowStale(): Promise<void> {
    const found = await this.stored()
    if (found === undefined) return
    const { store } = this.project.account
    await writeRecord(store, layout.training(this.trainingId), { ...found.value, heartbeat_at: LONG_AGO })
  }

  /** Kept when a job of the run has come to a state of SageMaker's. */
  async reached(state: string): Promise<void> {
    const seen = () => this.jobs().at(-1)?.secondaryStatus
    await until(() => seen() === state, `the job to be ${state}`, { describe: seen })
  }

  /** Kept when a job of the run has written the line to its log. */
  async printed(line: string): Promise<void> {
    await until(() => this.log().includes(line), `the log to say "${line}"`, { describe: () => this.log() })
  }

  private log(): readonly string[] {
    return this.jobs().flatMap(({ name }) => this.project.cloud.logs.linesOf(name))
  }

  private stored() {
    return readRecord(this.project.account.store, layout.training(this.trainingId), trainingRecord)
  }
}
