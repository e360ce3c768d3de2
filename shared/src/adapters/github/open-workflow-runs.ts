import type { Runner } from '../../ports/runner.js'
import type { WorkflowRuns } from '../../ports/workflow-runs.js'

/** The workflows of the repository this one runs in; undefined without a token. */
export async function openWorkflowRuns(
  token: string | undefined,
  runner: Runner
): Promise<WorkflowRuns | undefined> {
  const repository = runner.variable('GITHUB_REPOSITORY')
  if (token === undefined || repository === undefined) return undefined
  const { createGitHubClient, repositoryName } = await import('./github-client.js')
  const { GitHubWorkflowRuns } = await import('./github-workflow-runs.js')
  const apiUrl = runner.variable('GITHUB_API_URL') ?? 'https://api.github.com'
  return new GitHubWorkflowRuns(createGitHubClient({ token, apiUrl }), repositoryName(repository))
}
