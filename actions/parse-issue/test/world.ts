import { tmpdir } from 'node:os'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { InMemoryTextFiles } from '../../../shared/testing/fakes/in-memory-text-files.js'
import type { ParseIssueInputs } from '../src/inputs.js'
import type { ParseIssueOutcome } from '../src/outcome.js'
import { parseIssue } from '../src/parse-issue.js'
import { StubIssueTracker } from './stub-issue-tracker.js'

export const requestText = 'algorithm: random_forest\ndataset_id: d1\nmax_retry: 1'
export const issueBody = `\`\`\`yaml\n${requestText}\n\`\`\``

/** What `requestText` asks for in an issue of the world. */
export const request = {
  algorithm: 'random_forest',
  dataset_id: 'd1',
  max_retry: 1,
  model_id: 'churn'
}

/** The inputs as they are by default. */
export const parseIssueInputs: ParseIssueInputs = {
  store: '.mlops',
  config: '.github/mlops.yml',
  trainingId: undefined,
  githubToken: 'token',
  awsRegion: undefined,
  roleToAssume: undefined,
  failOn: [],
  language: 'en',
  label: 'mlops:train',
  requestFile: undefined,
  rerunOf: undefined,
  reason: undefined,
  report: undefined,
  skipUnchanged: false,
  issueNumber: undefined,
  requiredPermission: 'write',
  formTemplate: undefined
}

/** What was decided, why, and about which command. */
export const verdict = ({ decision, reasonCode, command }: ParseIssueOutcome) => [
  decision,
  reasonCode,
  command
]

interface IssueParts {
  body?: string
  title?: string
  updatedAt?: string
  pullRequest?: boolean
}

/** Everything `parse-issue` touches, with a writer, a maintainer, a reader and a stranger in the repository. */
export class World {
  readonly store: ObjectStore
  readonly files = new InMemoryTextFiles()
  readonly tracker = new StubIssueTracker()
  now = new Date('2025-06-01T00:00:00Z')

  constructor(store: ObjectStore = new InMemoryObjectStore()) {
    this.store = store
    this.tracker.permissions.set('writer', 'write').set('keeper', 'maintain').set('reader', 'read')
  }

  async label(
    sender: string,
    parts: IssueParts & { label?: string; action?: string } = {},
    change: Partial<ParseIssueInputs> = {}
  ) {
    const { label = 'mlops:train', action = 'labeled' } = parts
    return this.event(
      'issues',
      { action, label: { name: label }, issue: issue(parts), sender: { login: sender, type: 'User' } },
      change
    )
  }

  async comment(
    sender: string,
    body: string,
    parts: IssueParts & { id?: number; at?: string; type?: string; action?: string } = {},
    change: Partial<ParseIssueInputs> = {}
  ) {
    const { id = 100, at = '2025-01-11T10:00:00Z', type = 'User', action = 'created' } = parts
    const comment = { id, body, created_at: at }
    return this.event(
      'issue_comment',
      { action, comment, issue: issue(parts), sender: { login: sender, type } },
      change
    )
  }

  async dispatch(
    change: Partial<ParseIssueInputs>,
    options: { event?: string; runId?: string; token?: boolean } = {}
  ) {
    return this.run(options.event ?? 'workflow_dispatch', {
      change,
      runId: options.runId ?? '77',
      token: options.token ?? true
    })
  }

  async event(
    name: string,
    payload: unknown,
    change: Partial<ParseIssueInputs> = {},
    token = true
  ): Promise<ParseIssueOutcome> {
    this.files.put('/event.json', JSON.stringify(payload))
    return this.run(name, { change, runId: '5', token })
  }

  async run(
    eventName: string,
    how: { change: Partial<ParseIssueInputs>; runId: string; token: boolean }
  ): Promise<ParseIssueOutcome> {
    return parseIssue({
      inputs: { ...parseIssueInputs, ...how.change },
      environment: {
        eventName,
        eventPath: '/event.json',
        repository: 'o/r',
        runId: how.runId,
        commit: 'c0ffee'
      },
      ports: {
        store: this.store,
        files: this.files,
        clock: { now: () => this.now },
        issueTracker: how.token ? this.tracker : undefined,
        temporaryDirectory: tmpdir()
      }
    })
  }

  /** What the training of a run came to. */
  async trained(trainingId: string | undefined, status: string): Promise<void> {
    await writeRecord(this.store, layout.training(trainingId ?? ''), { status })
  }

  /** What the gate of a run came to. */
  async gated(trainingId: string | undefined, decision: string): Promise<void> {
    await writeRecord(this.store, layout.decision(trainingId ?? ''), { decision })
  }

  async json(key: string): Promise<unknown> {
    const object = await this.store.read(key)
    return object === undefined ? undefined : JSON.parse(new TextDecoder().decode(object.bytes))
  }
}

function issue({
  body = issueBody,
  title = '[MLOps] Training request: churn',
  updatedAt = '2025-01-10T09:30:00Z',
  pullRequest = false
}: IssueParts) {
  return { number: 7, title, body, updated_at: updatedAt, ...(pullRequest ? { pull_request: {} } : {}) }
}
