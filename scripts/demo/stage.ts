import type { RepositoryFiles } from '../../shared/testing/github-server/github-server.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'
import type { SessionOptions } from '../../shared/testing/workflow-session.js'

/** Where the demo's models are trained, and where its store is. */
export interface DemoStage {
  /** Folder of the example workflows. */
  readonly workflows: string
  /** The repository's policy. */
  readonly policy: string
  readonly session: Pick<SessionOptions, 'environment' | 'variables' | 'oidc'>
  /** Takes a delivery of data; gives what of it belongs into the repository. */
  deliver(files: RepositoryFiles): Promise<RepositoryFiles>
  /** Writes the store as it is now, after this run, into a directory. */
  keepStore(last: CompletedRun, directory: string): Promise<void>
  /** What else is to be told of the demo whose store was kept in this directory, by title. */
  report(store: string): readonly Chapter[]
  /** What else does not hold. */
  brokenPromises(store: string): readonly string[]
  /** How the demo did without something, for its last line. */
  readonly without: string
  close(): Promise<void>
}

export interface Chapter {
  readonly title: string
  readonly lines: readonly string[]
}
