import type { SecondaryStatus } from '@aws-sdk/client-sagemaker'

/** How the service treats its jobs; a test changes this while the server runs. All seconds are the jobs' own. */
export interface SageMakerControls {
  /** How many seconds of a job pass in one real second while it only waits. */
  timeScale: number
  /** From Create until the instances are there. */
  startingSeconds: number
  /** A training lasts at least this long, however soon its program ends. */
  trainingSeconds: number
  uploadingSeconds: number
  /** From a stop's SIGTERM until SIGKILL, in real milliseconds: AWS's 120 s, less where time is scaled. */
  stopGraceMs: number
  /** Jobs stay in these states until the state is taken out here, or until they are stopped. */
  readonly held: Set<SecondaryStatus>
  /** The next so many jobs find no capacity while they are starting. */
  capacityErrors: number
  /** Instances of a type that may be in use at a time; other types have no limit. */
  readonly quotas: Map<string, number>
  /** The next spot jobs are interrupted once, so long after their program began. */
  readonly interruptAfterSeconds: number[]
  /** Billed seconds of a spot training for one second of it. */
  spotBillableShare: number
  /** How often Describe does not find a new job yet. */
  describeMisses: number
  /** Lines that stand in each log before the program's own. */
  logLines: readonly string[]
  /** Repositories beside AWS's framework images; their images have no entry point but the request's. */
  readonly repositories: Set<string>
}

const SHORTEST_GRACE_MS = 2000

export function defaultControls(timeScale: number): SageMakerControls {
  return {
    timeScale,
    startingSeconds: 0,
    trainingSeconds: 0,
    uploadingSeconds: 0,
    stopGraceMs: Math.max(120_000 / timeScale, SHORTEST_GRACE_MS),
    held: new Set(),
    capacityErrors: 0,
    quotas: new Map(),
    interruptAfterSeconds: [],
    spotBillableShare: 0.3,
    describeMisses: 0,
    logLines: [],
    repositories: new Set()
  }
}
