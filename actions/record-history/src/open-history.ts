import type { HistoryLog } from '../../../shared/src/ports/history-log.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import type { HistoryInputs } from './inputs.js'

/** The history through GitHub's API where there is a token; else through git in the checkout. */
export async function openHistory(
  inputs: HistoryInputs,
  runner: Runner,
  workspace: string
): Promise<{ log: HistoryLog; issues: IssueTracker | undefined }> {
  const repository = runner.variable('GITHUB_REPOSITORY')
  if (inputs.githubToken === undefined || repository === undefined) {
    const { GitHistoryLog } = await import('../../../shared/src/adapters/git/git-history-log.js')
    const author = { name: 'mlops', email: 'mlops@users.noreply.github.com' }
    return {
      log: new GitHistoryLog({ directory: workspace, branch: inputs.branch, author }),
      issues: undefined
    }
  }
  return throughApi(inputs, {
    token: inputs.githubToken,
    repository,
    apiUrl: runner.variable('GITHUB_API_URL')
  })
}

async function throughApi(
  inputs: HistoryInputs,
  access: { token: string; repository: string; apiUrl: string | undefined }
): Promise<{ log: HistoryLog; issues: IssueTracker }> {
  const { createGitHubClient, repositoryName } =
    await import('../../../shared/src/adapters/github/github-client.js')
  const { GitHubHistoryLog } = await import('../../../shared/src/adapters/github/github-history-log.js')
  const { GitHubIssueTracker } = await import('../../../shared/src/adapters/github/github-issue-tracker.js')
  const client = createGitHubClient({
    token: access.token,
    apiUrl: access.apiUrl ?? 'https://api.github.com'
  })
  const repository = repositoryName(access.repository)
  return {
    log: new GitHubHistoryLog({ client, repository, branch: inputs.branch }),
    issues: new GitHubIssueTracker({ client, repository, token: access.token })
  }
}
