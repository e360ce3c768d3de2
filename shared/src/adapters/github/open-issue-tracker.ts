import type { IssueTracker } from '../../ports/issue-tracker.js'
import type { Runner } from '../../ports/runner.js'
import { LazyIssueTracker } from './lazy-issue-tracker.js'

/** The issues of the repository the workflow runs in, loaded when first asked; undefined without a token. */
export function openIssueTracker(token: string | undefined, runner: Runner): IssueTracker | undefined {
  if (token === undefined) return undefined
  return new LazyIssueTracker(async () => {
    const { createGitHubClient, repositoryName } = await import('./github-client.js')
    const { GitHubIssueTracker } = await import('./github-issue-tracker.js')
    const apiUrl = runner.variable('GITHUB_API_URL') ?? 'https://api.github.com'
    const repository = repositoryName(runner.variable('GITHUB_REPOSITORY') ?? '')
    return new GitHubIssueTracker({ client: createGitHubClient({ token, apiUrl }), repository, token })
  })
}
