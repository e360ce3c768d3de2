import {
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
import { dispatchProblem } from '../dispatch-problem.js'
import type { GitHubState, StoredRun } from '../github-state.js'
import { workflow, workflowRun } from '../representations.js'

/** Workflow runs, and the two dispatches that start workflows. */
export const workflowRoutes: RouteTable = {
  'POST /dispatches': writing('contents', ({ body, token }, state) => {
    const eventType = textOf(body, 'event_type') ?? ''
    const payload = field(body, 'client_payload') ?? {}
    state.recordDispatch({ kind: 'repository', eventType, payload, login: token.login })
    return { status: 204 }
  }),
  'POST /actions/workflows/{workflow_id}/dispatches': writing('actions', dispatchWorkflow),
  'GET /actions/workflows': reading('actions', async (_request, state) => {
    const workflows = await workflowsOf(state)
    return ok({ total_count: workflows.length, workflows })
  }),
  'GET /actions/workflows/{workflow_id}/runs': reading('actions', listRunsOfWorkflow),
  'GET /actions/runs': reading('actions', listRuns),
  'GET /actions/runs/{run_id}': reading('actions', async ({ parameters }, state) => {
    const run = state.runs.get(Number(parameters['run_id']))
    const head = await state.git.commit(state.defaultBranch)
    if (run === undefined || head === undefined) return refuse(404)
    return ok(workflowRun(state, run, await state.git.commitInfo(head)))
  }),
  'POST /actions/runs/{run_id}/cancel': writing('actions', ({ parameters }, state) => {
    const run = state.runs.get(Number(parameters['run_id']))
    if (run === undefined) return refuse(404)
    if (run.status === 'completed') return refuse(409, 'Cannot cancel a workflow run that is completed.')
    state.cancelRun(run)
    return { status: 202, body: {} }
  })
}

/** The workflow files of the default branch; a number is the place in their order. */
async function workflowsOf(state: GitHubState) {
  const head = await state.git.commit(state.defaultBranch)
  const folder = head === undefined ? undefined : await state.git.objectAt(head, '.github/workflows')
  if (head === undefined || folder === undefined) return []
  const { date } = (await state.git.commitInfo(head)).committer
  const files = (await state.git.tree(folder)).filter(({ path }) => /\.ya?ml$/.test(path))
  return files.map(({ path }, index) => workflow(state, { id: index + 1, file: path, createdAt: date }))
}

async function listRunsOfWorkflow(request: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const asked = request.parameters['workflow_id'] ?? ''
  const found = (await workflowsOf(state)).find(
    ({ id, path }) => `${id}` === asked || path.endsWith(`/${asked}`)
  )
  if (found === undefined) return refuse(404)
  const runs = [...state.runs.values()].filter(run => run.path === found.path)
  return listed(runs, `/actions/workflows/${asked}/runs`, { request, state })
}

function listRuns(request: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  return listed([...state.runs.values()], '/actions/runs', { request, state })
}

/** Newest first; `status` is one of a run's, or of its conclusions. */
async function listed(
  all: readonly StoredRun[],
  path: string,
  { request, state }: { readonly request: ApiRequest; readonly state: GitHubState }
): Promise<ApiAnswer> {
  const head = await state.git.commit(state.defaultBranch)
  if (head === undefined) return refuse(404)
  const info = await state.git.commitInfo(head)
  const [status, event] = [request.query.get('status'), request.query.get('event')]
  const runs = all
    .filter(run => status === null || run.status === status || run.conclusion === status)
    .filter(run => event === null || run.event === event)
    .toReversed()
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
  const shown = runs.map(run => workflowRun(state, run, info))
  const page = paginated(shown, request, `${state.apiUrl}${path}`)
  return { ...page, body: { total_count: runs.length, workflow_runs: page.body } }
}

/**
 * GitHub knows a workflow by its file on the default branch (else 404), and starts what the file is on `ref`. A workflow
 * that was disabled, as schedules of quiet public repositories are, is refused.
 */
async function dispatchWorkflow(request: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const workflow = request.parameters['workflow_id'] ?? ''
  const ref = textOf(request.body, 'ref') ?? ''
  const inputs = new Map(Object.entries(Object(field(request.body, 'inputs') ?? {}) as object))
  if ((await workflowSource(state, state.defaultBranch, workflow)) === undefined) return refuse(404)
  const branch = ref.replace(/^refs\/(heads|tags)\//, '')
  if ((await state.git.commit(branch)) === undefined) return refuse(422, `No ref found for: ${ref}`)
  if (state.disabledWorkflows.has(workflow)) return refuse(422, DISABLED)
  const source = await workflowSource(state, branch, workflow)
  const problem = source === undefined ? NOT_ON_REF : dispatchProblem(source, inputs)
  if (problem !== undefined) return refuse(422, problem)
  const entries = Object.fromEntries(inputs)
  state.recordDispatch({ kind: 'workflow', workflow, ref, inputs: entries, login: request.token.login })
  return { status: 204 }
}

const DISABLED = "Cannot trigger a 'workflow_dispatch' on a disabled workflow"
const NOT_ON_REF = "Workflow does not have 'workflow_dispatch' trigger"

async function workflowSource(
  state: GitHubState,
  ref: string,
  workflow: string
): Promise<string | undefined> {
  const commit = await state.git.commit(ref)
  if (commit === undefined) return undefined
  const file = await state.git.objectAt(commit, `.github/workflows/${workflow}`)
  return file === undefined ? undefined : (await state.git.blob(file)).toString('utf8')
}
