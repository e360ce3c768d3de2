import { carriesMarker, markedBody } from '../../src/adapters/github/comment-marker.js'
import { repositoryPath } from '../../src/adapters/git/git-names.js'
import { ServiceError, UserError } from '../../src/errors.js'
import type {
  IssueDraft,
  IssueTracker,
  Permission,
  PostedComment,
  PostedIssue
} from '../../src/ports/issue-tracker.js'

export interface InMemoryComment {
  readonly issueNumber: number
  readonly login: string
  body: string
}

/** What an issue says and who wrote it; its labels are in `issues`. */
export interface InMemoryIssue {
  title: string
  body: string
  readonly login: string
  open: boolean
}

export interface InMemoryDispatch {
  readonly workflow: string
  readonly inputs: Readonly<Record<string, string>>
}

const OWN_LOGIN = 'github-actions[bot]'
const OUTAGE = 'GitHub does not answer'

/** A repository's issues, people and files in memory; after `fail()` every further call throws, a `ServiceError` unless given. */
export class InMemoryIssueTracker implements IssueTracker {
  readonly permissions = new Map<string, Permission>()
  /** Label names by issue number; an issue that is not a key does not exist. */
  readonly issues = new Map<number, Set<string>>()
  readonly comments: InMemoryComment[] = []
  /** Texts of issues by number, where they matter. */
  readonly issueTexts = new Map<number, InMemoryIssue>()
  readonly files = new Map<string, string>()
  readonly runs = new Map<string, Date>()
  /** Names of the workflows that can be started. */
  readonly workflows = new Set<string>()
  readonly dispatches: InMemoryDispatch[] = []
  #failure: Error | undefined

  fail(error: Error = new ServiceError('github-unavailable', OUTAGE, { retryable: true })): void {
    this.#failure = error
  }

  async permissionOf(login: string): Promise<Permission> {
    this.#answer()
    return this.permissions.get(login) ?? 'none'
  }

  async upsertComment(issueNumber: number, marker: string, body: string): Promise<PostedComment> {
    const text = markedBody(body, marker)
    this.#labels(issueNumber)
    const existing = this.comments.findIndex(
      comment =>
        comment.issueNumber === issueNumber &&
        comment.login === OWN_LOGIN &&
        carriesMarker(comment.body, marker)
    )
    const known = this.comments[existing]
    if (known !== undefined) {
      known.body = text
      return { url: urlOf(issueNumber, existing), created: false }
    }
    const added = this.comments.push({ issueNumber, login: OWN_LOGIN, body: text })
    return { url: urlOf(issueNumber, added - 1), created: true }
  }

  async upsertIssue(marker: string, draft: IssueDraft): Promise<PostedIssue> {
    const body = markedBody(draft.body, marker)
    this.#answer()
    for (const [number, known] of this.issueTexts) {
      if (!known.open || known.login !== OWN_LOGIN || !carriesMarker(known.body, marker)) continue
      if (!draft.labels.every(label => this.issues.get(number)?.has(label))) continue
      Object.assign(known, { title: draft.title, body })
      return { number, url: issueUrl(number), created: false }
    }
    const number = Math.max(0, ...this.issues.keys()) + 1
    this.issues.set(number, new Set(draft.labels))
    this.issueTexts.set(number, { title: draft.title, body, login: OWN_LOGIN, open: true })
    return { number, url: issueUrl(number), created: true }
  }

  async addLabels(issueNumber: number, labels: readonly string[]): Promise<void> {
    if (labels.length === 0) return
    const present = this.#labels(issueNumber)
    for (const label of labels) present.add(label)
  }

  async removeLabel(issueNumber: number, label: string): Promise<void> {
    this.#labels(issueNumber).delete(label)
  }

  async readDefaultBranchFile(path: string): Promise<string | undefined> {
    const valid = repositoryPath(path)
    this.#answer()
    return this.files.get(valid)
  }

  async runCreatedAt(runId: string): Promise<Date> {
    this.#answer()
    const created = this.runs.get(runId)
    if (created === undefined) throw new ServiceError('github-not-found', `there is no workflow run ${runId}`)
    return created
  }

  async dispatchWorkflow(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void> {
    this.#answer()
    if (!this.workflows.has(workflow))
      throw new UserError('workflow-not-found', `there is no workflow ${workflow}`)
    this.dispatches.push({ workflow, inputs: { ...inputs } })
  }

  #labels(issueNumber: number): Set<string> {
    this.#answer()
    const labels = this.issues.get(issueNumber)
    if (labels === undefined) throw new ServiceError('github-not-found', `there is no issue ${issueNumber}`)
    return labels
  }

  #answer(): void {
    if (this.#failure !== undefined) throw this.#failure
  }
}

function issueUrl(issueNumber: number): string {
  return `https://github.test/o/r/issues/${issueNumber}`
}

function urlOf(issueNumber: number, index: number): string {
  return `${issueUrl(issueNumber)}#issuecomment-${index + 1}`
}
