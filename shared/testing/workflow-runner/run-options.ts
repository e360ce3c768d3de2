import { resolve } from 'node:path'
import type { CheckoutSource } from './built-ins/checkout-source.js'
import type { ConcurrencyGate } from './jobs/concurrency.js'
import type { Permissions } from './jobs/permissions.js'
import { RESTRICTED_PERMISSIONS } from './jobs/permissions.js'
import { GITHUB_GRACE } from './process/run-process.js'
import type { CancellationGrace } from './process/run-process.js'
import type { RunObserver } from './run-events.js'
import type { WorkflowEvent } from './triggers/match-trigger.js'

/** A job that asks for its token, or for the right to ask for OIDC tokens. */
export interface JobIdentity {
  readonly job: string
  readonly permissions: Permissions
}

/** Where a job asks for OIDC tokens, and with what. */
export interface OidcEndpoint {
  readonly requestUrl: string
  readonly requestToken: string
}

/** Durations; `minuteMs` is the length of a minute of `timeout-minutes`. */
export interface RunTiming extends CancellationGrace {
  readonly minuteMs: number
  /** How long a cancelled job may go on (`always()` steps, post steps) before everything in it is stopped. */
  readonly cancelledJobMs: number
}

export interface WorkflowRunOptions {
  /** The workflow file, relative to `repositoryRoot`. */
  readonly file: string
  /** The repository's working tree: workflow, local actions and, unless `checkout` says otherwise, what is checked out. */
  readonly repositoryRoot: string
  readonly event: WorkflowEvent
  /** One workspace for all jobs; default: a fresh empty one for each job. */
  readonly workspace?: string
  /** Where the run's files go, kept afterwards; default: a temporary directory, removed. */
  readonly directory?: string
  /** Values of the `github` context to replace, such as `repository`, `api_url`, `sha`, `run_id`. */
  readonly github?: Readonly<Record<string, string>>
  /** The job's GITHUB_TOKEN; default: `secrets.GITHUB_TOKEN`, `github.token`, else a random one that no server knows. */
  readonly token?: string | ((job: JobIdentity) => string | Promise<string>)
  /** What tokens may do when the workflow has no `permissions`. */
  readonly defaultPermissions?: Permissions
  /** Called for jobs with `id-token: write`. */
  readonly oidc?: (job: JobIdentity) => OidcEndpoint
  readonly secrets?: Readonly<Record<string, string>>
  /** The `vars` context. */
  readonly variables?: Readonly<Record<string, string>>
  /** Variables of the machine, seen by every process beside PATH and LANG; HOME is the run's own unless given here. */
  readonly environment?: Readonly<Record<string, string>>
  /** The directory of an action by its `uses` text; asked first, undefined falls back to built-ins and local actions. */
  readonly resolveAction?: (uses: string) => string | undefined
  readonly checkout?: CheckoutSource
  /** Where actions/cache keeps its entries; default: the run's directory, so that nothing outlives the run. */
  readonly cacheDirectory?: string
  /** The node that runs actions; default: this process's. */
  readonly nodePath?: string
  readonly concurrencyGate?: ConcurrencyGate
  readonly observer?: RunObserver
  /** Aborting it cancels the run as GitHub's button does. */
  readonly signal?: AbortSignal
  readonly timing?: Partial<RunTiming>
}

const FIVE_MINUTES_MS = 300_000

/** GitHub's durations. */
export const GITHUB_TIMING: RunTiming = { ...GITHUB_GRACE, minuteMs: 60_000, cancelledJobMs: FIVE_MINUTES_MS }

/** The options with defaults for what needs no computing. */
export function withDefaults(options: WorkflowRunOptions): WorkflowRunOptions &
  Required<Pick<WorkflowRunOptions, 'defaultPermissions' | 'checkout' | 'nodePath' | 'observer'>> & {
    readonly timing: RunTiming
  } {
  return {
    ...options,
    repositoryRoot: resolve(options.repositoryRoot),
    ...(options.workspace === undefined ? {} : { workspace: resolve(options.workspace) }),
    defaultPermissions: options.defaultPermissions ?? RESTRICTED_PERMISSIONS,
    checkout: options.checkout ?? { kind: 'working-tree' },
    nodePath: options.nodePath ?? process.execPath,
    observer: options.observer ?? (() => undefined),
    timing: { ...GITHUB_TIMING, ...options.timing }
  }
}

export type ResolvedOptions = ReturnType<typeof withDefaults>
