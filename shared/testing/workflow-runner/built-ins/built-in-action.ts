import type { StepReporter } from '../commands/step-reporter.js'
import type { JobSurroundings } from '../jobs/job-surroundings.js'

/** One call of a built-in action; `state` lives from main to post. */
export interface BuiltInCall {
  /** The trimmed input, '' when absent. */
  input(name: string): string
  setOutput(name: string, value: string): void
  readonly job: JobSurroundings
  readonly reporter: StepReporter
  readonly state: Map<string, string>
}

/** A stand-in for a published action; a main or post that rejects fails the step. */
export interface BuiltInAction {
  /** Inputs and their defaults. */
  readonly inputs: ReadonlyMap<string, string>
  main(call: BuiltInCall): Promise<void>
  post?(call: BuiltInCall): Promise<void>
  /** Default: `always()`. */
  readonly postIf?: string
}

/** Inputs that default to '', then those with defaults. */
export function inputsOf(
  names: string,
  defaults: Readonly<Record<string, string>> = {}
): Map<string, string> {
  return new Map([
    ...names.split(' ').map((name): [string, string] => [name, '']),
    ...Object.entries(defaults)
  ])
}

/** A value of the `github` context for this job. */
export function githubText(job: JobSurroundings, name: string): string {
  return job.run.github.get(name) ?? ''
}

/** What relative paths and `~` mean in a job. */
export function jobBase(job: JobSurroundings): { readonly directory: string; readonly home: string } {
  const home = job.run.options.environment?.['HOME'] ?? job.directories.home
  return { directory: job.directories.workspace, home }
}
