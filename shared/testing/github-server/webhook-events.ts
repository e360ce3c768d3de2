import type { GitHubState, StoredIssue } from './github-state.js'
import { comment, issue, label, repository, user } from './representations.js'

export type WebhookPayload = Readonly<Record<string, unknown>>

/** Webhook payloads as GitHub would deliver them, made from what the server knows now. */
export class WebhookEvents {
  readonly #state: GitHubState

  constructor(state: GitHubState) {
    this.#state = state
  }

  issueOpened(issueNumber: number): WebhookPayload {
    const stored = this.#issue(issueNumber)
    return { action: 'opened', issue: issue(this.#state, stored), ...this.#common(stored.login) }
  }

  /** Someone has put a label on an issue; it is put there if it is missing. */
  issueLabeled(issueNumber: number, labelName: string, sender: string): WebhookPayload {
    const stored = this.#issue(issueNumber)
    const added = this.#state.ensureLabel(labelName)
    stored.labels.add(added.name)
    return {
      action: 'labeled',
      issue: issue(this.#state, stored),
      label: label(this.#state, added),
      ...this.#common(sender)
    }
  }

  /** The body has been edited; `previousBody` is what it was before. */
  issueEdited(issueNumber: number, previousBody: string, sender: string): WebhookPayload {
    const stored = this.#issue(issueNumber)
    return {
      action: 'edited',
      changes: { body: { from: previousBody } },
      issue: issue(this.#state, stored),
      ...this.#common(sender)
    }
  }

  issueCommentCreated(commentId: number): WebhookPayload {
    const stored = this.#state.comments.get(commentId)
    if (stored === undefined) throw new Error(`there is no comment ${commentId}`)
    return {
      action: 'created',
      issue: issue(this.#state, this.#issue(stored.issueNumber)),
      comment: comment(this.#state, stored),
      ...this.#common(stored.login)
    }
  }

  workflowDispatch(
    workflow: string,
    inputs: Readonly<Record<string, unknown>>,
    sender: string
  ): WebhookPayload {
    const ref = `refs/heads/${this.#state.defaultBranch}`
    return { inputs, ref, workflow: `.github/workflows/${workflow}`, ...this.#common(sender) }
  }

  repositoryDispatch(eventType: string, clientPayload: unknown, sender: string): WebhookPayload {
    const branch = this.#state.defaultBranch
    return { action: eventType, branch, client_payload: clientPayload, ...this.#common(sender) }
  }

  schedule(cron: string): WebhookPayload {
    return { schedule: cron, ...this.#common(this.#state.owner) }
  }

  #common(sender: string): WebhookPayload {
    return { repository: repository(this.#state), sender: user(this.#state, sender) }
  }

  #issue(issueNumber: number): StoredIssue {
    const stored = this.#state.issues.get(issueNumber)
    if (stored === undefined) throw new Error(`there is no issue ${issueNumber}`)
    return stored
  }
}
