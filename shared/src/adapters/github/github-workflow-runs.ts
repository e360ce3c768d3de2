import { UserError } from '../../errors.js'
import type { RunCancellation, RunState, WorkflowEntry, WorkflowRuns } from '../../ports/workflow-runs.js'
import { REPEATABLE, type GitHubClient, type RepositoryName } from './github-client.js'
import { answeredStatus, attempt, gitHubError } from './github-errors.js'

const PERMISSION = 'actions: read'
const RUN = '/repos/{owner}/{repo}/actions/runs/{run_id}' as const
const MOST_WORKFLOWS = 100
const STATES: ReadonlyMap<string, WorkflowEntry['state']> = new Map([
  ['active', 'active'],
  ['disabled_inactivity', 'disabled-inactivity']
])

/** Workflows and their runs by GitHub's REST API. */
export class GitHubWorkflowRuns implements WorkflowRuns {
  readonly #client: GitHubClient
  readonly #repository: RepositoryName

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client
    this.#repository = repository
  }

  async stateOf(runId: string): Promise<RunState | undefined> {
    const place = this.#place(runId)
    try {
      const { data } = await this.#client.request(`GET ${RUN}`, place)
      return { attempt: data.run_attempt ?? 1, over: data.status === 'completed' }
    } catch (error) {
      // Without the permission GitHub answers 403 to a workflow's token.
      if (answeredStatus(error) === 404) return undefined
      throw gitHubError(error, { what: `reading workflow run ${runId}`, permission: PERMISSION })
    }
  }

  async workflows(): Promise<readonly WorkflowEntry[]> {
    const query = { ...this.#repository, per_page: MOST_WORKFLOWS }
    const { data } = await attempt({ what: 'listing the workflows', permission: PERMISSION }, () =>
      this.#client.request('GET /repos/{owner}/{repo}/actions/workflows', query)
    )
    return data.workflows.map(({ id, name, path, state, updated_at: changedAt }) => ({
      id,
      name,
      path,
      state: STATES.get(state) ?? 'other',
      changedAt: new Date(changedAt)
    }))
  }

  async lastScheduledAt(workflowId: number): Promise<Date | undefined> {
    const query = { ...this.#repository, workflow_id: workflowId, event: 'schedule', per_page: 1 }
    const { data } = await attempt({ what: 'listing workflow runs', permission: PERMISSION }, () =>
      this.#client.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', query)
    )
    const [last] = data.workflow_runs
    return last === undefined ? undefined : new Date(last.created_at)
  }

  async cancel(runId: string, event: string): Promise<RunCancellation> {
    const place = this.#place(runId)
    try {
      const { data } = await this.#client.request(`GET ${RUN}`, place)
      if (data.event !== event) return 'another-event'
      if (data.status === 'completed') return 'over'
      // Cancelling twice is cancelling once.
      await this.#client.request(`POST ${RUN}/cancel`, { ...place, request: REPEATABLE })
      return 'cancelling'
    } catch (error) {
      const status = answeredStatus(error)
      // 409: it ended between the two calls.
      if (status === 404 || status === 409) return 'over'
      throw gitHubError(error, { what: `cancelling workflow run ${runId}`, permission: 'actions: write' })
    }
  }

  #place(runId: string) {
    if (!/^\d{1,15}$/.test(runId)) throw new UserError('run-id-invalid', 'a workflow run id is a number')
    return { ...this.#repository, run_id: Number(runId) }
  }
}
