import { ServiceError } from '../../../shared/src/errors.js'
import type {
  IssueTracker,
  Permission,
  PostedComment,
  PostedIssue
} from '../../../shared/src/ports/issue-tracker.js'

/** A repository's people, comments and default branch, in memory. */
export class StubIssueTracker implements IssueTracker {
  readonly permissions = new Map<string, Permission>()
  readonly files = new Map<string, string>()
  readonly runs = new Map<string, Date>()
  /** By issue and marker. */
  readonly comments = new Map<string, string>()
  readonly writes: string[] = []
  /** Set to make the API fail. */
  down = false

  async permissionOf(login: string): Promise<Permission> {
    this.answer()
    return this.permissions.get(login) ?? 'none'
  }

  async upsertComment(issueNumber: number, marker: string, body: string): Promise<PostedComment> {
    this.answer()
    const key = `${issueNumber} ${marker}`
    const created = !this.comments.has(key)
    this.comments.set(key, body)
    this.writes.push(key)
    return { url: `https://example.test/${issueNumber}`, created }
  }

  async upsertIssue(): Promise<PostedIssue> {
    this.answer()
    return { number: 1, url: 'https://example.test/1', created: true }
  }

  async addLabels(): Promise<void> {
    this.answer()
  }

  async removeLabel(): Promise<void> {
    this.answer()
  }

  async readDefaultBranchFile(path: string): Promise<string | undefined> {
    this.answer()
    return this.files.get(path)
  }

  async runCreatedAt(runId: string): Promise<Date> {
    this.answer()
    const created = this.runs.get(runId)
    if (created === undefined) throw new ServiceError('run-missing', `no run ${runId}`)
    return created
  }

  async dispatchWorkflow(): Promise<void> {
    this.answer()
  }

  private answer(): void {
    if (this.down) throw new ServiceError('github-unavailable', 'GitHub does not answer', { retryable: true })
  }
}
