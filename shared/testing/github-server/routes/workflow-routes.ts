import { parse } from 'yaml'
import {
  field,
  ok,
  reading,
  refuse,
  textOf,
  writing,
  type ApiAnswer,
  type ApiRequest,
  type RouteTable
} from '../api.js'
import type { GitHubState } from '../github-state.js'
import { workflowRun } from '../representations.js'

/** Workflow runs, and the two dispatches that start workflows. */
export const workflowRoutes: RouteTable = {
  'POST /dispatches': writing('contents', ({ body, token }, state) => {
    const eventType = textOf(body, 'event_type') ?? ''
    const payload = field(body, 'client_payload') ?? {}
    state.recordDispatch({ kind: 'repository', eventType, payload, login: token.login })
    return { status: 204 }
  }),
  'POST /actions/workflows/{workflow_id}/dispatches': writing('actions', dispatchWorkflow),
  'GET /actions/runs/{run_id}': reading('actions', async ({ parameters }, state) => {
    const run = state.runs.get(Number(parameters['run_id']))
    const head = await state.git.commit(state.defaultBranch)
    if (run === undefined || head === undefined) return refuse(404)
    return ok(workflowRun(state, run, await state.git.commitInfo(head)))
  })
}

async function dispatchWorkflow(request: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const workflow = request.parameters['workflow_id'] ?? ''
  const ref = textOf(request.body, 'ref') ?? ''
  const inputs = new Map(Object.entries(Object(field(request.body, 'inputs') ?? {}) as object))
  const commit = await state.git.commit(ref.replace(/^refs\/heads\//, ''))
  if (commit === undefined) return refuse(422, `No ref found for: ${ref}`)
  const file = await state.git.objectAt(commit, `.github/workflows/${workflow}`)
  if (file === undefined) return refuse(404)
  const problem = dispatchProblem((await state.git.blob(file)).toString('utf8'), inputs)
  if (problem !== undefined) return refuse(422, problem)
  const entries = Object.fromEntries(inputs)
  state.recordDispatch({ kind: 'workflow', workflow, ref, inputs: entries, login: request.token.login })
  return { status: 204 }
}

/** Why GitHub would not start this workflow with these inputs. */
function dispatchProblem(source: string, inputs: ReadonlyMap<string, unknown>): string | undefined {
  const on: unknown = field(parse(source), 'on')
  const isDeclared = on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))
  if (!isDeclared && !(typeof on === 'object' && on !== null && 'workflow_dispatch' in on)) {
    return "Workflow does not have 'workflow_dispatch' trigger"
  }
  const declared: unknown = field(field(on, 'workflow_dispatch'), 'inputs')
  const names = new Map(Object.entries(Object(declared ?? {}) as object))
  const unexpected = [...inputs.keys()].filter(name => !names.has(name))
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`
  for (const [name, input] of names) {
    const needed = field(input, 'required') === true && field(input, 'default') === undefined
    if (needed && !inputs.has(name)) return `Required input '${name}' not provided`
  }
  return undefined
}
