import type { GitHubState, StoredComment, StoredIssue } from './github-state.js'
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

  /** The body has been edited, or the title too; `previousBody` and `previousTitle` are what they were before. */
  issueEdited(
    issueNumber: number,
    previousBody: string,
    sender: string,
    previousTitle?: string
  ): WebhookPayload {
    const stored = this.#issue(issueNumber)
    const title = previousTitle === undefined ? {} : { title: { from: previousTitle } }
    return {
      action: 'edited',
      changes: { ...title, body: { from: previousBody } },
      issue: issue(this.#state, stored),
      ...this.#common(sender)
    }
  }

  /** A label has been taken off an issue; it is taken off if it is there. */
  issueUnlabeled(issueNumber: number, labelName: string, sender: string): WebhookPayload {
    const stored = this.#issue(issueNumber)
    stored.labels.delete(labelName)
    return {
      action: 'unlabeled',
      issue: issue(this.#state, stored),
      label: label(this.#state, this.#state.ensureLabel(labelName)),
      ...this.#common(sender)
    }
  }

  /** Someone deletes an issue, with its comments. */
  issueDeleted(issueNumber: number, sender: string): WebhookPayload {
    const stored = this.#issue(issueNumber)
    const payload = { action: 'deleted', issue: issue(this.#state, stored), ...this.#common(sender) }
    for (const { id } of this.#state.commentsOf(issueNumber)) this.#state.comments.delete(id)
    this.#state.issues.delete(issueNumber)
    return payload
  }

  issueCommentCreated(commentId: number): WebhookPayload {
    const stored = this.#comment(commentId)
    return this.#aboutComment('created', stored, stored.login)
  }

  /** Someone edits a comment, which need not be their own. */
  issueCommentEdited(commentId: number, body: string, sender: string): WebhookPayload {
    const stored = this.#comment(commentId)
    const changes = { body: { from: stored.body } }
    Object.assign(stored, { body, updatedAt: this.#state.time() })
    return { ...this.#aboutComment('edited', stored, sender), changes }
  }

  /** Someone deletes a comment, which need not be their own. */
  issueCommentDeleted(commentId: number, sender: string): WebhookPayload {
    const stored = this.#comment(commentId)
    const payload = this.#aboutComment('deleted', stored, sender)
    this.#state.comments.delete(commentId)
    return payload
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

  #aboutComment(action: string, stored: StoredComment, sender: string): WebhookPayload {
    return {
      action,
      issue: issue(this.#state, this.#issue(stored.issueNumber)),
      comment: comment(this.#state, stored),
      ...this.#common(sender)
    }
  }

  #comment(commentId: number): StoredComment {
    const stored = this.#state.comments.get(commentId)
    if (stored === undefined) throw new Error(`there is no comment ${commentId}`)
    return stored
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
