import type {
  IssueDraft,
  IssueTracker,
  Permission,
  PostedComment,
  PostedIssue
} from '../../ports/issue-tracker.js'

/** An issue tracker that is made when it is first asked something: a run that asks nothing need not load one. */
export class LazyIssueTracker implements IssueTracker {
  readonly #make: () => Promise<IssueTracker>
  #tracker: Promise<IssueTracker> | undefined

  constructor(make: () => Promise<IssueTracker>) {
    this.#make = make
  }

  async permissionOf(login: string): Promise<Permission> {
    return (await this.#load()).permissionOf(login)
  }

  async upsertComment(issueNumber: number, marker: string, body: string): Promise<PostedComment> {
    return (await this.#load()).upsertComment(issueNumber, marker, body)
  }

  async upsertIssue(marker: string, draft: IssueDraft): Promise<PostedIssue> {
    return (await this.#load()).upsertIssue(marker, draft)
  }

  async addLabels(issueNumber: number, labels: readonly string[]): Promise<void> {
    return (await this.#load()).addLabels(issueNumber, labels)
  }

  async removeLabel(issueNumber: number, label: string): Promise<void> {
    return (await this.#load()).removeLabel(issueNumber, label)
  }

  async readDefaultBranchFile(path: string): Promise<string | undefined> {
    return (await this.#load()).readDefaultBranchFile(path)
  }

  async runCreatedAt(runId: string): Promise<Date> {
    return (await this.#load()).runCreatedAt(runId)
  }

  async dispatchWorkflow(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void> {
    return (await this.#load()).dispatchWorkflow(workflow, inputs)
  }

  #load(): Promise<IssueTracker> {
    this.#tracker ??= this.#make()
    return this.#tracker
  }
}
