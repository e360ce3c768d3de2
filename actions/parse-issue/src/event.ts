import * as z from 'zod/mini'
import { UserError } from '../../../shared/src/errors.js'
import { phrase, type Wording } from '../../../shared/src/domain/text/phrase.js'
import type { TextFiles } from '../../../shared/src/ports/text-files.js'
import type { WorkflowEnvironment } from './inputs.js'
import type { ReasonCode } from './outcome.js'

// Made when needed: an event that is not read needs none of them.
const login = () => z.string().check(z.minLength(1), z.maxLength(100))
const time = () => z.string().check(z.refine(text => !Number.isNaN(Date.parse(text))))
const number = () => z.int().check(z.positive())
const sender = () => z.object({ login: login(), type: z.optional(z.string()) })
const issue = () =>
  z.object({
    number: number(),
    title: z.string(),
    body: z.nullish(z.string()),
    updated_at: time(),
    pull_request: z.optional(z.unknown())
  })
const labeled = () =>
  z.object({
    action: z.string(),
    label: z.optional(z.object({ name: z.string() })),
    issue: issue(),
    sender: sender()
  })
const commented = () =>
  z.object({
    action: z.string(),
    comment: z.object({ id: number(), body: z.nullish(z.string()), created_at: time() }),
    issue: issue(),
    sender: sender()
  })

export interface EventIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly updatedAt: Date
}

/** A label was added to an issue. */
export interface LabelEvent {
  readonly kind: 'label'
  readonly issue: EventIssue
  readonly sender: string
}

/** A comment was written under an issue. */
export interface CommentEvent {
  readonly kind: 'comment'
  readonly issue: EventIssue
  readonly sender: string
  readonly commentId: number
  readonly body: string
  readonly createdAt: Date
}

/** What `parse-issue` is told; a dispatch was authorised by GitHub. */
export type IntakeEvent =
  | LabelEvent
  | CommentEvent
  | { readonly kind: 'dispatch' }
  | { readonly kind: 'ignored'; readonly reasonCode: ReasonCode; readonly headline: Wording }

const dispatches: readonly string[] = ['schedule', 'workflow_dispatch', 'repository_dispatch', 'push']
const maxPayloadBytes = 8 * 1024 * 1024

/** Reads the event; a payload that is not GitHub's is a `UserError` `event-unreadable`. */
export async function readEvent(
  environment: WorkflowEnvironment,
  options: { readonly files: TextFiles; readonly label: string }
): Promise<IntakeEvent> {
  const { eventName } = environment
  if (dispatches.includes(eventName)) return { kind: 'dispatch' }
  if (eventName !== 'issues' && eventName !== 'issue_comment') {
    return ignored(
      'other-event',
      phrase`parse-issue does not read the event ${eventName === '' ? '(none)' : eventName}`
    )
  }
  const payload = await readPayload(environment, options.files)
  return eventName === 'issues' ? labelEvent(payload, options.label) : commentEvent(payload)
}

function ignored(reasonCode: ReasonCode, headline: Wording): IntakeEvent {
  return { kind: 'ignored', reasonCode, headline }
}

async function readPayload(environment: WorkflowEnvironment, files: TextFiles): Promise<unknown> {
  const path = environment.eventPath
  const text = path === undefined ? undefined : await files.read(path, maxPayloadBytes)
  if (text === undefined) throw unreadable('GITHUB_EVENT_PATH names no file')
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable('it is not JSON')
  }
}

function unreadable(why: string): UserError {
  return new UserError('event-unreadable', `the payload of the event cannot be read: ${why}`, {
    hint: 'Run this action in a workflow that GitHub started.'
  })
}

function parsePayload<T>(payload: unknown, schema: z.ZodMiniType<T>): T {
  const parsed = schema.safeParse(payload)
  if (parsed.success) return parsed.data
  throw unreadable(
    `the field ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''} is not as GitHub sends it`
  )
}

function labelEvent(payload: unknown, label: string): IntakeEvent {
  const event = parsePayload(payload, labeled())
  const { action } = event
  if (event.issue.pull_request !== undefined)
    return ignored('pull-request', 'labels of pull requests are not read')
  if (action !== 'labeled')
    return ignored('other-action', phrase`the issue was ${action.slice(0, 40)}, not labelled`)
  if (event.label?.name !== label)
    return ignored('other-label', phrase`the label that was added is not ${label}`)
  return { kind: 'label', issue: eventIssue(event.issue), sender: event.sender.login }
}

function commentEvent(payload: unknown): IntakeEvent {
  const event = parsePayload(payload, commented())
  const { action, comment } = event
  if (event.issue.pull_request !== undefined)
    return ignored('pull-request', 'comments on pull requests are not read')
  if (action !== 'created')
    return ignored('other-action', phrase`the comment was ${action.slice(0, 40)}, not created`)
  if (event.sender.type === 'Bot') return ignored('from-bot', 'comments of bots are not read')
  return {
    kind: 'comment',
    issue: eventIssue(event.issue),
    sender: event.sender.login,
    commentId: comment.id,
    body: comment.body ?? '',
    createdAt: new Date(comment.created_at)
  }
}

function eventIssue(payload: z.infer<ReturnType<typeof issue>>): EventIssue {
  const { title, body, updated_at: updatedAt } = payload
  return { number: payload.number, title, body: body ?? '', updatedAt: new Date(updatedAt) }
}
