import {
  created,
  ok,
  paginated,
  reading,
  refuse,
  textOf,
  writing,
  type ApiAnswer,
  type ApiRequest,
  type RouteTable
} from '../api.js'
import type { GitHubState, StoredComment, StoredReaction } from '../github-state.js'
import { comment, reaction } from '../representations.js'
import { onIssue } from './issue-routes.js'

const MAX_BODY_CHARACTERS = 65_536

/** Comments on issues, and reactions to both. */
export const commentRoutes: RouteTable = {
  'GET /issues/{issue_number}/comments': reading(
    'issues',
    onIssue((issue, request, state) => {
      const shown = state.commentsOf(issue.number).map(stored => comment(state, stored))
      return paginated(shown, request, `${state.apiUrl}/issues/${issue.number}/comments`)
    })
  ),
  'POST /issues/{issue_number}/comments': writing(
    'issues',
    onIssue((issue, { body, token }, state) => {
      const text = textOf(body, 'body') ?? ''
      if (issue.locked) return refuse(403, 'Unable to create comment because issue is locked.')
      if (text.length > MAX_BODY_CHARACTERS) return tooLong()
      return created(comment(state, state.createComment(issue.number, text, token.login)))
    })
  ),
  'GET /issues/comments/{comment_id}': reading(
    'issues',
    onComment((stored, _request, state) => ok(comment(state, stored)))
  ),
  'PATCH /issues/comments/{comment_id}': writing(
    'issues',
    onComment((stored, { body }, state) => {
      const text = textOf(body, 'body') ?? ''
      if (text.length > MAX_BODY_CHARACTERS) return tooLong()
      stored.body = text
      stored.updatedAt = state.time()
      return ok(comment(state, stored))
    })
  ),
  'DELETE /issues/comments/{comment_id}': writing(
    'issues',
    onComment((stored, _request, state) => {
      state.comments.delete(stored.id)
      return { status: 204 }
    })
  ),
  'GET /issues/{issue_number}/reactions': reading(
    'issues',
    onIssue((issue, request, state) => listReactions({ issueNumber: issue.number }, request, state))
  ),
  'POST /issues/{issue_number}/reactions': writing(
    'issues',
    onIssue((issue, request, state) => react({ issueNumber: issue.number }, request, state))
  ),
  'GET /issues/comments/{comment_id}/reactions': reading(
    'issues',
    onComment((stored, request, state) => listReactions({ commentId: stored.id }, request, state))
  ),
  'POST /issues/comments/{comment_id}/reactions': writing(
    'issues',
    onComment((stored, request, state) => react({ commentId: stored.id }, request, state))
  )
}

type CommentHandler = (stored: StoredComment, request: ApiRequest, state: GitHubState) => ApiAnswer

function onComment(handle: CommentHandler) {
  return (request: ApiRequest, state: GitHubState): ApiAnswer => {
    const stored = state.comments.get(Number(request.parameters['comment_id']))
    return stored === undefined ? refuse(404) : handle(stored, request, state)
  }
}

function tooLong(): ApiAnswer {
  const errors = [
    { resource: 'IssueComment', code: 'unprocessable', field: 'data', message: 'Body is too long' }
  ]
  const body = { message: 'Validation Failed', errors, documentation_url: 'https://docs.github.com/rest' }
  return { status: 422, body }
}

function react(subject: StoredReaction['subject'], request: ApiRequest, state: GitHubState): ApiAnswer {
  const content = textOf(request.body, 'content') ?? ''
  const { login } = request.token
  const earlier = reactionsTo(subject, state).find(item => item.login === login && item.content === content)
  if (earlier !== undefined) return ok(reaction(state, earlier))
  const added = { id: state.nextId(), subject, login, content, createdAt: state.time() }
  state.reactions.push(added)
  return created(reaction(state, added))
}

function listReactions(
  subject: StoredReaction['subject'],
  request: ApiRequest,
  state: GitHubState
): ApiAnswer {
  const shown = reactionsTo(subject, state).map(item => reaction(state, item))
  return paginated(shown, request, `${state.apiUrl}/reactions`)
}

function reactionsTo(subject: StoredReaction['subject'], state: GitHubState): readonly StoredReaction[] {
  const wanted = JSON.stringify(subject)
  return state.reactions.filter(item => JSON.stringify(item.subject) === wanted)
}
