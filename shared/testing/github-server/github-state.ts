import type { BareRepository } from './bare-repository.js'
import { ACTIONS_BOT } from './tokens.js'

export interface StoredLabel {
  readonly id: number
  readonly name: string
  readonly color: string
}

export interface StoredIssue {
  readonly id: number
  readonly number: number
  title: string
  body: string | null
  readonly login: string
  state: 'open' | 'closed'
  stateReason: string | null
  readonly labels: Set<string>
  readonly createdAt: string
  updatedAt: string
  closedAt: string | null
  locked: boolean
  /** GitHub lists pull requests among the issues; the server makes none by itself. */
  isPullRequest?: boolean
}

export interface StoredComment {
  readonly id: number
  readonly issueNumber: number
  body: string
  readonly login: string
  readonly createdAt: string
  updatedAt: string
}

export interface StoredReaction {
  readonly id: number
  readonly subject: { readonly issueNumber: number } | { readonly commentId: number }
  readonly login: string
  readonly content: string
  readonly createdAt: string
}

export interface StoredRun {
  readonly id: number
  readonly event: string
  readonly createdAt: string
  readonly path: string
  readonly attempt: number
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
}

export interface Collaborator {
  readonly permission: 'admin' | 'write' | 'read' | 'none'
  readonly roleName: string
}

export type RecordedDispatch =
  | {
      readonly kind: 'repository'
      readonly eventType: string
      readonly payload: unknown
      readonly login: string
    }
  | {
      readonly kind: 'workflow'
      readonly workflow: string
      readonly ref: string
      readonly inputs: Readonly<Record<string, unknown>>
      readonly login: string
    }

export interface NewIssue {
  readonly title: string
  readonly body?: string | null
  readonly login?: string
  readonly labels?: readonly string[]
}

export interface GitHubStateOptions {
  readonly owner: string
  readonly name: string
  readonly private: boolean
  readonly defaultBranch: string
  readonly git: BareRepository
  readonly now: () => Date
  readonly onDispatch: (dispatch: RecordedDispatch) => void
  readonly onCancel: (runId: number) => void
}

const SYSTEM_ROLES = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none'
} as const

/** Everything one repository on the test server knows apart from its git data. */
export class GitHubState {
  readonly id = 812_345_678
  readonly owner: string
  readonly name: string
  readonly private: boolean
  readonly defaultBranch: string
  readonly git: BareRepository
  /** Where the server listens, without a trailing slash. */
  url = ''
  readonly issues = new Map<number, StoredIssue>()
  readonly comments = new Map<number, StoredComment>()
  readonly labels = new Map<string, StoredLabel>()
  readonly reactions: StoredReaction[] = []
  readonly runs = new Map<number, StoredRun>()
  readonly collaborators = new Map<string, Collaborator>()
  readonly dispatches: RecordedDispatch[] = []
  /** File names of workflows that someone, or GitHub for want of activity, has disabled. */
  readonly disabledWorkflows = new Set<string>()
  readonly #now: () => Date
  readonly #onDispatch: (dispatch: RecordedDispatch) => void
  readonly #onCancel: (runId: number) => void
  #lastId = 1000
  #lastIssue = 0

  constructor(options: GitHubStateOptions) {
    this.owner = options.owner
    this.name = options.name
    this.private = options.private
    this.defaultBranch = options.defaultBranch
    this.git = options.git
    this.#now = options.now
    this.#onDispatch = options.onDispatch
    this.#onCancel = options.onCancel
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`
  }

  /** Address of the repository in the API. */
  get apiUrl(): string {
    return `${this.url}/repos/${this.fullName}`
  }

  /** Address of the repository's pages. */
  get htmlUrl(): string {
    return `${this.url}/${this.fullName}`
  }

  nextId(): number {
    return ++this.#lastId
  }

  /** The present time as GitHub writes it: whole seconds. */
  time(): string {
    return this.#now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
  }

  /** Gives a person a role: one of GitHub's, or a custom one on top of a base permission. */
  setCollaborator(login: string, role: keyof typeof SYSTEM_ROLES | Collaborator): void {
    const entry = typeof role === 'string' ? { roleName: role, permission: SYSTEM_ROLES[role] } : role
    this.collaborators.set(login, entry)
  }

  createIssue({ title, body = null, login = ACTIONS_BOT, labels = [] }: NewIssue): StoredIssue {
    const number = ++this.#lastIssue
    const time = this.time()
    const issue: StoredIssue = {
      id: this.nextId(),
      number,
      title,
      body,
      login,
      state: 'open',
      stateReason: null,
      labels: new Set(labels),
      createdAt: time,
      updatedAt: time,
      closedAt: null,
      locked: false
    }
    for (const label of labels) this.ensureLabel(label)
    this.issues.set(number, issue)
    return issue
  }

  createComment(issueNumber: number, body: string, login: string = ACTIONS_BOT): StoredComment {
    const time = this.time()
    const comment = { id: this.nextId(), issueNumber, body, login, createdAt: time, updatedAt: time }
    this.comments.set(comment.id, comment)
    const issue = this.issues.get(issueNumber)
    if (issue !== undefined) issue.updatedAt = time
    return comment
  }

  commentsOf(issueNumber: number): readonly StoredComment[] {
    return [...this.comments.values()].filter(comment => comment.issueNumber === issueNumber)
  }

  /** The repository's label of this name, made when missing, as GitHub does. */
  ensureLabel(name: string): StoredLabel {
    const known = this.labels.get(name)
    if (known !== undefined) return known
    const label = { id: this.nextId(), name, color: 'ededed' }
    this.labels.set(name, label)
    return label
  }

  recordDispatch(dispatch: RecordedDispatch): void {
    this.dispatches.push(dispatch)
    this.#onDispatch(dispatch)
  }

  addRun(run: Partial<StoredRun> = {}): StoredRun {
    const path = '.github/workflows/mlops.yml'
    const added: StoredRun = {
      id: this.nextId(),
      event: 'issues',
      createdAt: this.time(),
      path,
      attempt: 1,
      status: 'in_progress',
      conclusion: null,
      ...run
    }
    this.runs.set(added.id, added)
    return added
  }

  endRun(id: number, conclusion: string): void {
    const run = this.runs.get(id)
    if (run !== undefined) Object.assign(run, { status: 'completed', conclusion })
  }

  /** Tells whoever executes the run; it ends when they say so. */
  cancelRun({ id }: StoredRun): void {
    this.#onCancel(id)
  }
}
