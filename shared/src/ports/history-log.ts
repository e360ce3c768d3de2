export interface HistoryFile {
  /** Path inside the repository, `/`-separated. */
  readonly path: string
  readonly text: string
}

export type AppendResult =
  | { readonly appended: true; readonly commit: string; readonly url: string | undefined }
  | { readonly appended: false; readonly reason: 'moved' }

/** A branch that only grows: files are added under compare-and-swap on the branch's head. */
export interface HistoryLog {
  /** The head commit of the branch, or undefined when it does not exist yet. */
  head(): Promise<string | undefined>
  /** Text of a file at a commit, or undefined. */
  read(commit: string, path: string): Promise<string | undefined>
  /** Paths of all files under a directory at a commit. */
  list(commit: string, directory: string): Promise<readonly string[]>
  /** Commits the files on top of `expectedHead` (undefined: the branch is created), or says that the head has moved. */
  append(
    expectedHead: string | undefined,
    files: readonly HistoryFile[],
    message: string
  ): Promise<AppendResult>
}
