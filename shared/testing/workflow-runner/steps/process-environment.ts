import { data } from '@actions/expressions'
import type { CommandFiles } from '../commands/command-files.js'
import type { Scope } from '../expressions/scope.js'
import type { JobRuntime } from '../jobs/job-runtime.js'
import { isDebug } from '../jobs/job-runtime.js'
import type { JobSurroundings } from '../jobs/job-surroundings.js'
import { TRACKING_VARIABLE } from '../process/kill-leftovers.js'

/** Values of the `github` context that are no environment variables. */
const NOT_VARIABLES: ReadonlySet<string> = new Set(['event', 'token', 'secret_source', 'repositoryUrl'])

/** What the environment of a step's process is made of. */
export interface ProcessEnvironment {
  readonly scope: Scope
  readonly env: ReadonlyMap<string, string>
  /** INPUT_* and STATE_*. */
  readonly additions: Iterable<readonly [string, string]>
  readonly files: CommandFiles
  readonly stepId: string
}

/** All variables of a process: the machine's, `env`, then the runner's own, which nothing overrides. */
export function processVariables(job: JobRuntime, given: ProcessEnvironment): Record<string, string> {
  const variables: Record<string, string> = {
    LANG: 'C.UTF-8',
    HOME: job.directories.home,
    PATH: process.env['PATH'] ?? '',
    CI: 'true',
    ...job.run.options.environment,
    ...Object.fromEntries(given.env),
    ...Object.fromEntries(given.additions),
    ...githubVariables(given.scope),
    ...runnerVariables(job),
    GITHUB_ACTION: given.stepId,
    ...Object.fromEntries(given.files.variables())
  }
  variables['PATH'] = [...job.paths, variables['PATH'] ?? ''].join(':')
  return variables
}

/** The search path a step sees. */
export function searchPath(job: JobSurroundings, env: ReadonlyMap<string, string>): string {
  const base = env.get('PATH') ?? job.run.options.environment?.['PATH'] ?? process.env['PATH'] ?? ''
  return [...job.paths, base].join(':')
}

function githubVariables(scope: Scope): Record<string, string> {
  const variables: Record<string, string> = { GITHUB_ACTIONS: 'true' }
  const github = scope.contexts.get('github')
  for (const { key, value } of github instanceof data.Dictionary ? github.pairs() : []) {
    const isVariable = value.primitive && !NOT_VARIABLES.has(key)
    if (isVariable) variables[`GITHUB_${key.toUpperCase()}`] = value.coerceString()
  }
  return variables
}

function runnerVariables(job: JobRuntime): Record<string, string> {
  const { oidc, directories, run } = job
  return {
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: runnerArchitecture(),
    RUNNER_NAME: 'local',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TEMP: directories.temp,
    RUNNER_TOOL_CACHE: run.directories.toolCache,
    [TRACKING_VARIABLE]: job.trackingId,
    ...(isDebug(run) ? { RUNNER_DEBUG: '1' } : {}),
    ...(oidc === undefined
      ? {}
      : { ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken })
  }
}

/** This machine's architecture as GitHub names it. */
export function runnerArchitecture(): string {
  return process.arch === 'arm64' ? 'ARM64' : 'X64'
}
