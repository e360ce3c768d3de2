import type { ResolvedOptions } from './run-options.js'

/** Directories of one run. */
export interface RunDirectories {
  readonly root: string
  readonly artifacts: string
  readonly caches: string
  readonly toolCache: string
}

/** What a run is given before any of its jobs starts. */
export interface RunSurroundings {
  readonly options: ResolvedOptions
  /** The texts of the `github` context that do not depend on the job. */
  readonly github: ReadonlyMap<string, string>
  readonly directories: RunDirectories
}
