/** What a person may do in the repository, from GitHub's collaborator permission. */
export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

export interface PostedComment {
  readonly url: string
  readonly created: boolean
}

/** What an issue is to say. */
export interface IssueDraft {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
}

export interface PostedIssue {
  readonly number: number
  readonly url: string
  readonly created: boolean
}

/** Issues, comments and permissions of the repository the workflow runs in. */
export interface IssueTracker {
  /** The permission of a login; a failure to read it is a `ServiceError`, never a guess. */
  permissionOf(login: string): Promise<Permission>
  /** Creates the comment that carries `marker`, or updates it in place; only comments written by our own token count. */
  upsertComment(issueNumber: number, marker: string, body: string): Promise<PostedComment>
  /**
   * Opens the issue that carries `marker`, or updates title and body in place. Only open issues written by our own token
   * count, and only with all the labels: who closes it or takes a label off is done with it.
   */
  upsertIssue(marker: string, draft: IssueDraft): Promise<PostedIssue>
  addLabels(issueNumber: number, labels: readonly string[]): Promise<void>
  removeLabel(issueNumber: number, label: string): Promise<void>
  /** Text of a file on the default branch, or undefined. */
  readDefaultBranchFile(path: string): Promise<string | undefined>
  /** Creation time of a workflow run. */
  runCreatedAt(runId: string): Promise<Date>
  /**
   * Starts a workflow by `workflow_dispatch` on the default branch. `UserError`s: `workflow-name-invalid`,
   * `workflow-not-found`, `workflow-not-dispatchable` (no such trigger), `workflow-inputs-refused` (not declared there, or
   * required and left out), `workflow-dispatch-refused` (anything else GitHub calls invalid).
   */
  dispatchWorkflow(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void>
}
