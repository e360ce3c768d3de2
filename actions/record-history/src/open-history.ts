import type { HistoryLog } from '../../../shared/src/ports/history-log.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import type { HistoryInputs } from './inputs.js'

/** The history through GitHub's API where there is a token; else through git in the checkout. */
export async function openHistory(
  inputs: HistoryInputs,
  runner: Runner,
  workspace: string
): Promise<HistoryLog> {
  const repository = runner.variable('GITHUB_REPOSITORY')
  if (inputs.githubToken === undefined || repository === undefined) {
    const { GitHistoryLog } = await import('../../../shared/src/adapters/git/git-history-log.js')
    const author = { name: 'mlops', email: 'mlops@users.noreply.github.com' }
    return new GitHistoryLog({ directory: workspace, branch: inputs.branch, author })
  }
  const { createGitHubClient, repositoryName } =
    await import('../../../shared/src/adapters/github/github-client.js')
  const { GitHubHistoryLog } = await import('../../../shared/src/adapters/github/github-history-log.js')
  const apiUrl = runner.variable('GITHUB_API_URL') ?? 'https://api.github.com'
  const client = createGitHubClient({ token: inputs.githubToken, apiUrl })
  return new GitHubHistoryLog({ client, repository: repositoryName(repository), branch: inputs.branch })
}
