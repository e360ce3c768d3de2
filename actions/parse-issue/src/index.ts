import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readParseIssueInputs, readWorkflowEnvironment, type ParseIssueInputs } from './inputs.js'
import { LazyIssueTracker } from './lazy-issue-tracker.js'
import { parseIssue } from './parse-issue.js'
import { toReport } from './summary.js'

async function gitHubTracker(token: string, runner: Runner): Promise<IssueTracker> {
  const { createGitHubClient, repositoryName } =
    await import('../../../shared/src/adapters/github/github-client.js')
  const { GitHubIssueTracker } = await import('../../../shared/src/adapters/github/github-issue-tracker.js')
  const apiUrl = runner.variable('GITHUB_API_URL') ?? 'https://api.github.com'
  const repository = repositoryName(runner.variable('GITHUB_REPOSITORY') ?? '')
  return new GitHubIssueTracker({ client: createGitHubClient({ token, apiUrl }), repository, token })
}

async function run(inputs: ParseIssueInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const { githubToken } = inputs
  const outcome = await parseIssue({
    inputs,
    environment: readWorkflowEnvironment(runner),
    ports: {
      store: openStore(inputs.store, workspace),
      clock: { now: () => new Date() },
      files: new DirectoryTextFiles(workspace),
      issueTracker:
        githubToken === undefined ? undefined : new LazyIssueTracker(() => gitHubTracker(githubToken, runner))
    }
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), {
  name: 'parse-issue',
  readInputs: readParseIssueInputs,
  run
})
