import type { RunSurroundings } from '../run-surroundings.js'

/** Directories of one job. */
export interface JobDirectories {
  readonly workspace: string
  readonly temp: string
  readonly home: string
}

/** Where a job's programs find themselves. */
export interface JobSurroundings {
  readonly run: RunSurroundings
  readonly directories: JobDirectories
  /** Workflow and job `env`, and what steps add by GITHUB_ENV. */
  readonly env: ReadonlyMap<string, string>
  /** What steps put in front of PATH, the latest first. */
  readonly paths: readonly string[]
}
