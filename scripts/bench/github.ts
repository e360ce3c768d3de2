// A process of its own: a GitHub test server with one labelled issue. Tells its parent where it is, and on any message
// which calls it has answered since.
import { startGitHubServer } from '../../shared/testing/github-server/github-server.js'

const body = `We want to know earlier who is about to leave.

\`\`\`yaml
algorithm: random_forest
dataset_id: dataset-20250110-001
target: label
hyperparameters: {n_estimators: 100, max_depth: 10}
evaluation_threshold: 0.85
max_retry: 3
\`\`\`
`

/** What the benchmark is told about the server. */
export interface GitHubPlace {
  readonly url: string
  readonly token: string
  readonly repository: string
  /** Payload of the event `issues`: the label was set. */
  readonly event: unknown
}

/** A call that was answered. */
export interface AnsweredCall {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

const repository = 'acme/models'
const server = await startGitHubServer({ repository, files: { 'README.md': 'Models' } })
server.state.setCollaborator('alice', 'write')
const issue = server.state.createIssue({ title: '[MLOps] churn', body, login: 'alice' })
let told = 0

process.on('message', () => {
  const calls = server.calls.slice(told).map(({ method, path, query, body: sent }): AnsweredCall => {
    return { method, path: query === '' ? path : `${path}?${query}`, body: sent }
  })
  told = server.calls.length
  process.send?.(calls)
})
process.on('disconnect', () => void server.close())
process.send?.({
  url: server.url,
  token: server.tokens.issue({ permissions: { contents: 'read', issues: 'write' } }),
  repository,
  event: server.events.issueLabeled(issue.number, 'mlops:train', 'alice')
} satisfies GitHubPlace)
