/** What a person may do in the repository, from GitHub's collaborator permission. */
export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

export interface PostedComment {
  readonly url: string
  readonly created: boolean
}

/** Issues, comments and permissions of the repository the workflow runs in. */
export interface IssueTracker {
  /** The permission of a login; a failure to read it is a `ServiceError`, never a guess. */
  permissionOf(login: string): Promise<Permission>
  /** Creates the comment that carries `marker`, or updates it in place; only comments written by our own token count. */
  upsertComment(issueNumber: number, marker: string, body: string): Promise<PostedComment>
  addLabels(issueNumber: number, labels: readonly string[]): Promise<void>
  removeLabel(issueNumber: number, label: string): Promise<void>
  /** Text of a file on the default branch, or undefined. */
  readDefaultBranchFile(path: string): Promise<string | undefined>
  /** Creation time of a workflow run. */
  runCreatedAt(runId: string): Promise<Date>
  /** Starts a workflow by `workflow_dispatch` on the default branch. */
  dispatchWorkflow(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void>
}
