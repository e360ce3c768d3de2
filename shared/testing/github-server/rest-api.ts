import { refuse, type ApiAnswer, type Route, type RouteTable } from './api.js'
import type { GitHubState } from './github-state.js'
import { OpenApiDescription, type Operation, type RequestParts } from './openapi-description.js'
import { commentRoutes } from './routes/comment-routes.js'
import { contentRoutes } from './routes/content-routes.js'
import { gitDataRoutes } from './routes/git-data-routes.js'
import { issueRoutes } from './routes/issue-routes.js'
import { repositoryRoutes } from './routes/repository-routes.js'
import { workflowRoutes } from './routes/workflow-routes.js'
import { isAllowed, type IssuedToken } from './tokens.js'

export interface RestCall {
  readonly method: string
  /** Still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly accept: string
  readonly token: IssuedToken
}

const REPOSITORY = '/repos/{owner}/{repo}'

const ROUTES: RouteTable = {
  ...repositoryRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...contentRoutes,
  ...gitDataRoutes,
  ...workflowRoutes
}

/** The REST side: every request and every answer is held against GitHub's own description. */
export class RestApi {
  readonly #state: GitHubState
  readonly #description = new OpenApiDescription()
  /** Where a request or one of our answers differs from the description. */
  readonly violations: string[] = []

  constructor(state: GitHubState) {
    this.#state = state
  }

  async answer(call: RestCall): Promise<ApiAnswer> {
    const place = `${call.method} ${call.path}`
    const matched = this.#description.match(call.method, call.path)
    const route = matched === undefined ? undefined : routeOf(matched.operation)
    if (matched === undefined || route === undefined) {
      this.violations.push(`${place}: the test server does not know this operation`)
      return refuse(404)
    }
    const { operation, parameters } = matched
    const problems = this.#description.requestProblems(operation, { ...call, parameters })
    if (problems.length > 0) {
      this.violations.push(`request ${place}: ${problems.slice(0, 5).join('; ')}`)
      return refuse(422, 'Validation Failed')
    }
    const answer = await this.#handle(route, call, parameters)
    this.#checkAnswer(operation, answer, place)
    return answer
  }

  async #handle(route: Route, call: RestCall, parameters: RequestParts['parameters']): Promise<ApiAnswer> {
    const asked = `${parameters['owner'] ?? ''}/${parameters['repo'] ?? ''}`
    if (asked.toLowerCase() !== this.#state.fullName.toLowerCase()) return refuse(404)
    if (!isAllowed(call.token, route.permission)) return refuse(403, 'Resource not accessible by integration')
    return route.handle({ ...call, parameters }, this.#state)
  }

  #checkAnswer(operation: Operation, { status, body }: ApiAnswer, place: string): void {
    if (Buffer.isBuffer(body)) return
    // A missing permission or subject, or what GitHub cannot process, may meet any call; the description lists them for some.
    const isRefusal = status === 403 || status === 404 || status === 422
    if (isRefusal && !this.#description.documents(operation, status)) return
    const problems = this.#description.responseProblems(operation, status, body)
    if (problems.length > 0)
      this.violations.push(`answer ${place} ${status}: ${problems.slice(0, 5).join('; ')}`)
  }
}

function routeOf({ method, path }: Operation): Route | undefined {
  const key = `${method} ${path.slice(REPOSITORY.length)}`
  return Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined
}
