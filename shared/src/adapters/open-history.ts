import type { HistoryLog } from '../ports/history-log.js'
import type { Runner } from '../ports/runner.js'

/** The history branch through GitHub's API where there is a token; else through git in the checkout. */
export async function openHistory(
  how: { branch: string; token: string | undefined; workspace: string },
  runner: Runner
): Promise<HistoryLog> {
  const repository = runner.variable('GITHUB_REPOSITORY')
  if (how.token === undefined || repository === undefined) {
    const { GitHistoryLog } = await import('./git/git-history-log.js')
    const author = { name: 'mlops', email: 'mlops@users.noreply.github.com' }
    return new GitHistoryLog({ directory: how.workspace, branch: how.branch, author })
  }
  const { createGitHubClient, repositoryName } = await import('./github/github-client.js')
  const { GitHubHistoryLog } = await import('./github/github-history-log.js')
  const apiUrl = runner.variable('GITHUB_API_URL') ?? 'https://api.github.com'
  const client = createGitHubClient({ token: how.token, apiUrl })
  return new GitHubHistoryLog({ client, repository: repositoryName(repository), branch: how.branch })
}
