import { readFileSync } from 'node:fs'
import type { GitHubServer } from '../../shared/testing/github-server/github-server.js'
import type { WorkflowEvent } from '../../shared/testing/workflow-runner/index.js'

type Payload = Readonly<Record<string, unknown>>

const MAX_ISSUE_NUMBER = 10_000
const SOMEBODY = 'alice'

/** The event of a payload's file; `Error` when it holds no JSON object. */
export function readEvent(file: string, name: string | undefined): WorkflowEvent {
  const payload = readPayload(file)
  return { name: name ?? eventName(payload), payload }
}

function readPayload(file: string): Payload {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`--event: ${file} is not JSON: ${why}`, { cause: error })
  }
  if (isObject(json)) return json
  throw new Error(`--event: ${file} holds no webhook payload, which is a JSON object`)
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function eventName(payload: Payload): string {
  if ('comment' in payload) return 'issue_comment'
  if ('issue' in payload) return 'issues'
  if ('client_payload' in payload) return 'repository_dispatch'
  return 'schedule' in payload ? 'schedule' : 'workflow_dispatch'
}

/** Who sent the event. */
export function senderOf({ payload }: WorkflowEvent): string {
  return textOf(part(payload, 'sender')['login']) ?? SOMEBODY
}

/** The issue that the event speaks of. */
export function issueNumber({ payload }: WorkflowEvent): number | undefined {
  const { number } = part(payload, 'issue')
  return typeof number === 'number' && number > 0 && number <= MAX_ISSUE_NUMBER ? number : undefined
}

/**
 * Makes the issue and the comment that the event speaks of, or nothing could be answered there, and fills in what its
 * payload lacks of what GitHub sends: one written by hand needs no more than what matters.
 */
export function deliver(server: GitHubServer, event: WorkflowEvent, file: string): WorkflowEvent {
  const number = issueNumber(event)
  if (number !== undefined) seedIssue(server, number, event)
  const whole = wholePayload(server, event, file)
  const payload = over(whole, event.payload)
  const { id } = part(whole, 'comment')
  // The comment has the number that it got here.
  return { name: event.name, payload: over(payload, id === undefined ? {} : { comment: { id } }) }
}

function seedIssue({ state }: GitHubServer, number: number, { payload }: WorkflowEvent): void {
  const issue = part(payload, 'issue')
  const seed = {
    title: textOf(issue['title']) ?? '',
    body: textOf(issue['body']) ?? null,
    login: textOf(part(issue, 'user')['login']) ?? SOMEBODY
  }
  while (state.issues.size < number) state.createIssue(seed)
}

function wholePayload({ events, state }: GitHubServer, event: WorkflowEvent, file: string): Payload {
  const { name, payload } = event
  const sender = senderOf(event)
  const number = issueNumber(event)
  if (name === 'issue_comment' && number !== undefined) {
    const comment = part(payload, 'comment')
    const login = textOf(part(comment, 'user')['login']) ?? sender
    return events.issueCommentCreated(state.createComment(number, textOf(comment['body']) ?? '', login).id)
  }
  if (name === 'issues' && number !== undefined) {
    const label = textOf(part(payload, 'label')['name'])
    return label === undefined ? events.issueOpened(number) : events.issueLabeled(number, label, sender)
  }
  if (name === 'repository_dispatch') return events.repositoryDispatch('', {}, sender)
  if (name === 'schedule') return events.schedule('')
  return name === 'workflow_dispatch' ? events.workflowDispatch(file, {}, sender) : {}
}

/** What is given, and of the rest what is there otherwise. */
function over(whole: Payload, given: Payload): Payload {
  const merged = Object.entries(given).map(([name, value]) => {
    const other = Object.hasOwn(whole, name) ? whole[name] : undefined
    return [name, isObject(value) && isObject(other) ? over(other, value) : value] as const
  })
  return { ...whole, ...Object.fromEntries(merged) }
}

function part(payload: Payload, name: string): Payload {
  const value = payload[name]
  return isObject(value) ? value : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
