import type { Runner } from '../../ports/runner.js'
import type { WorkflowRuns } from '../../ports/workflow-runs.js'

/** The workflows of the repository this one runs in, loaded when first asked; undefined without a token. */
export function openWorkflowRuns(token: string | undefined, runner: Runner): WorkflowRuns | undefined {
  const repository = runner.variable('GITHUB_REPOSITORY')
  if (token === undefined || repository === undefined) return undefined
  const load = async () => {
    const { createGitHubClient, repositoryName } = await import('./github-client.js')
    const { GitHubWorkflowRuns } = await import('./github-workflow-runs.js')
    const apiUrl = runner.variable('GITHUB_API_URL') ?? 'https://api.github.com'
    return new GitHubWorkflowRuns(createGitHubClient({ token, apiUrl }), repositoryName(repository))
  }
  let loading: ReturnType<typeof load> | undefined
  const runs = () => (loading ??= load())
  return {
    stateOf: async runId => (await runs()).stateOf(runId),
    workflows: async () => (await runs()).workflows(),
    lastScheduledAt: async workflowId => (await runs()).lastScheduledAt(workflowId),
    cancel: async (runId, event) => (await runs()).cancel(runId, event)
  }
}
