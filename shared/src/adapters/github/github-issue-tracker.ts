import { WORKFLOW } from '../../domain/text/id-patterns.js'
import { ServiceError, UserError } from '../../errors.js'
import type {
  IssueDraft,
  IssueTracker,
  Permission,
  PostedComment,
  PostedIssue
} from '../../ports/issue-tracker.js'
import { repositoryPath } from '../git/git-names.js'
import { CommentAuthor } from './comment-author.js'
import { readDefaultBranchFile } from './default-branch-file.js'
import { dispatchError, workflowNameInvalid } from './dispatch-error.js'
import { REPEATABLE, type GitHubClient, type RepositoryName } from './github-client.js'
import { answeredStatus, attempt, gitHubError } from './github-errors.js'
import { permissionFrom } from './permission.js'
import { upsertComment } from './upsert-comment.js'
import { upsertIssue } from './upsert-issue.js'

export interface GitHubIssueTrackerOptions {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  /** Only its prefix is looked at: `ghs_` is an installation token, such as GITHUB_TOKEN. */
  readonly token: string
}

/** Issues, comments, permissions and dispatches through GitHub's REST API. */
export class GitHubIssueTracker implements IssueTracker {
  readonly #client: GitHubClient
  readonly #repository: RepositoryName
  readonly #author: CommentAuthor
  #defaultBranch: string | undefined

  constructor(options: GitHubIssueTrackerOptions) {
    this.#client = options.client
    this.#repository = options.repository
    this.#author = new CommentAuthor(options.client, options.token)
  }

  async permissionOf(login: string): Promise<Permission> {
    const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'
    const task = { what: 'reading the permission of the sender', permission: 'metadata: read' }
    try {
      const { data } = await this.#client.request(route, { ...this.#repository, username: login })
      return permissionFrom(data.role_name, data.permission)
    } catch (error) {
      if (answeredStatus(error) === 404) return 'none'
      throw gitHubError(error, task)
    }
  }

  async upsertComment(issueNumber: number, marker: string, body: string): Promise<PostedComment> {
    const task = { what: `commenting on issue ${issueNumber}`, permission: 'issues: write' }
    const place = { client: this.#client, repository: this.#repository, author: this.#author, issueNumber }
    return attempt(task, () => upsertComment(place, marker, body))
  }

  async upsertIssue(marker: string, draft: IssueDraft): Promise<PostedIssue> {
    const task = { what: 'opening an issue', permission: 'issues: write' }
    const place = { client: this.#client, repository: this.#repository, author: this.#author }
    return attempt(task, () => upsertIssue(place, marker, draft))
  }

  async addLabels(issueNumber: number, labels: readonly string[]): Promise<void> {
    if (labels.length === 0) return
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels'
    const task = { what: `labelling issue ${issueNumber}`, permission: 'issues: write' }
    await attempt(task, () =>
      this.#client.request(route, {
        ...this.#repository,
        issue_number: issueNumber,
        labels: [...labels],
        // Adding a label twice is adding it once.
        request: REPEATABLE
      })
    )
  }

  async removeLabel(issueNumber: number, label: string): Promise<void> {
    const route = 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}'
    const task = { what: `removing a label from issue ${issueNumber}`, permission: 'issues: write' }
    try {
      await this.#client.request(route, { ...this.#repository, issue_number: issueNumber, name: label })
    } catch (error) {
      if (answeredStatus(error) === 404 && isAbout(error, 'Label does not exist')) return
      throw gitHubError(error, task)
    }
  }

  async readDefaultBranchFile(path: string): Promise<string | undefined> {
    const task = { what: `reading ${path} from the default branch`, permission: 'contents: read' }
    const request = { client: this.#client, repository: this.#repository, path: repositoryPath(path) }
    return attempt(task, () => readDefaultBranchFile(request))
  }

  async runCreatedAt(runId: string): Promise<Date> {
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'
    const task = { what: `reading workflow run ${runId.slice(0, 20)}`, permission: 'actions: read' }
    if (!/^\d{1,15}$/.test(runId)) throw new UserError('run-id-invalid', 'a workflow run id is a number')
    const { data } = await attempt(task, () =>
      this.#client.request(route, { ...this.#repository, run_id: Number(runId) })
    )
    const created = new Date(data.created_at)
    if (!Number.isNaN(created.getTime())) return created
    throw new ServiceError('github-answer-unexpected', `workflow run ${runId} has no creation time`)
  }

  async dispatchWorkflow(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void> {
    const file = WORKFLOW.exec(workflow)?.[1]
    if (file === undefined) throw workflowNameInvalid(workflow)
    const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'
    const task = { what: `starting the workflow ${file}`, permission: 'actions: write' }
    const ref = await attempt(task, () => this.#readDefaultBranch())
    try {
      await this.#client.request(route, {
        ...this.#repository,
        workflow_id: file,
        ref,
        inputs: { ...inputs }
      })
    } catch (error) {
      throw dispatchError(error, { workflow: file, inputs })
    }
  }

  async #readDefaultBranch(): Promise<string> {
    if (this.#defaultBranch !== undefined) return this.#defaultBranch
    const { data } = await this.#client.request('GET /repos/{owner}/{repo}', { ...this.#repository })
    this.#defaultBranch = data.default_branch
    return data.default_branch
  }
}

function isAbout(error: unknown, message: string): boolean {
  return error instanceof Error && error.message.includes(message)
}
