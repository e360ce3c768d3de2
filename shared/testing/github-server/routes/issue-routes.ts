import {
  created,
  field,
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
import type { GitHubState, StoredIssue } from '../github-state.js'
import { issue, label } from '../representations.js'

const MAX_BODY_CHARACTERS = 65_536

type IssueHandler = (found: StoredIssue, request: ApiRequest, state: GitHubState) => ApiAnswer

/** Issues and their labels. */
export const issueRoutes: RouteTable = {
  'GET /issues': reading('issues', listIssues),
  'POST /issues': writing('issues', (request, state) => {
    const { body, token } = request
    const text = textOf(body, 'body') ?? null
    const title = textOf(body, 'title') ?? ''
    if ((text ?? '').length > MAX_BODY_CHARACTERS) return refuse(422, 'Validation Failed')
    const added = state.createIssue({ title, body: text, login: token.login, labels: labelNames(body) })
    return created(issue(state, added))
  }),
  'GET /issues/{issue_number}': reading(
    'issues',
    onIssue((found, _request, state) => ok(issue(state, found)))
  ),
  'PATCH /issues/{issue_number}': writing('issues', onIssue(editIssue)),
  'GET /issues/{issue_number}/labels': reading(
    'issues',
    onIssue((found, request, state) =>
      paginated(shownLabels(found, state), request, `${state.apiUrl}/issues/${found.number}/labels`)
    )
  ),
  'POST /issues/{issue_number}/labels': writing(
    'issues',
    onIssue((found, { body }, state) => {
      for (const name of labelNames(body)) found.labels.add(state.ensureLabel(name).name)
      found.updatedAt = state.time()
      return ok(shownLabels(found, state))
    })
  ),
  'DELETE /issues/{issue_number}/labels/{name}': writing(
    'issues',
    onIssue((found, { parameters }, state) => {
      if (!found.labels.delete(parameters['name'] ?? '')) return refuse(404, 'Label does not exist')
      found.updatedAt = state.time()
      return ok(shownLabels(found, state))
    })
  ),
  'GET /labels': reading('issues', (request, state) => {
    const shown = [...state.labels.values()].map(stored => label(state, stored))
    return paginated(shown, request, `${state.apiUrl}/labels`)
  }),
  'POST /labels': writing('issues', ({ body }, state) => {
    const name = textOf(body, 'name') ?? ''
    if (state.labels.has(name)) return refuse(422, 'Validation Failed')
    return created(label(state, state.ensureLabel(name)))
  })
}

/** Runs the handler on the issue the path names; without it the answer is 404. */
export function onIssue(handle: IssueHandler) {
  return (request: ApiRequest, state: GitHubState): ApiAnswer => {
    const found = state.issues.get(Number(request.parameters['issue_number']))
    return found === undefined ? refuse(404) : handle(found, request, state)
  }
}

function listIssues(request: ApiRequest, state: GitHubState): ApiAnswer {
  const wanted = request.query.get('state') ?? 'open'
  const labels = (request.query.get('labels') ?? '').split(',').filter(name => name !== '')
  const matching = [...state.issues.values()]
    .filter(stored => wanted === 'all' || stored.state === wanted)
    .filter(stored => labels.every(name => stored.labels.has(name)))
    .reverse()
  return paginated(
    matching.map(stored => issue(state, stored)),
    request,
    `${state.apiUrl}/issues`
  )
}

function editIssue(found: StoredIssue, { body }: ApiRequest, state: GitHubState): ApiAnswer {
  found.title = textOf(body, 'title') ?? found.title
  found.body = textOf(body, 'body') ?? found.body
  const wanted = textOf(body, 'state')
  if (wanted === 'open' || wanted === 'closed') setState(found, wanted, state.time())
  found.stateReason = textOf(body, 'state_reason') ?? found.stateReason
  if (Array.isArray(field(body, 'labels'))) replaceLabels(found, labelNames(body), state)
  found.updatedAt = state.time()
  return ok(issue(state, found))
}

function setState(found: StoredIssue, wanted: 'open' | 'closed', time: string): void {
  if (found.state === wanted) return
  found.state = wanted
  found.closedAt = wanted === 'closed' ? time : null
  found.stateReason = wanted === 'closed' ? 'completed' : 'reopened'
}

function replaceLabels(found: StoredIssue, names: readonly string[], state: GitHubState): void {
  found.labels.clear()
  for (const name of names) found.labels.add(state.ensureLabel(name).name)
}

function shownLabels(found: StoredIssue, state: GitHubState): readonly unknown[] {
  return [...found.labels].map(name => label(state, state.ensureLabel(name)))
}

/** GitHub takes names and objects with a name, in an array or under `labels`. */
function labelNames(body: unknown): string[] {
  const list: unknown = Array.isArray(body) ? body : field(body, 'labels')
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => (typeof item === 'string' ? item : (textOf(item, 'name') ?? [])))
}
