import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startGitHubServer, type GitHubServer } from '../../testing/github-server/github-server.js'
import { logOf, runText } from './run-files.js'

let server: GitHubServer
beforeAll(async () => {
  server = await startGitHubServer({ repository: 'o/r', private: true })
  server.state.createIssue({ title: 'one' })
  server.state.addRun({ id: 7 })
})
afterAll(() => server.close())

/** Comments, reads a file, starts nothing, cancels a run: what GitHub answers each with this job's token. */
const CALLS = `
  - env: {TOKEN: '\${{ github.token }}', API: '\${{ github.api_url }}/repos/o/r'}
    run: |
      ask() { curl -s -o answer -w "$1 $2 %{http_code} " -H "authorization: Bearer $TOKEN" -X "$1" "$API$2" $3 $4; head -c 120 answer | grep -o 'Resource not accessible by integration' || echo; }
      ask POST /issues/1/comments -d '{"body":"x"}'
      ask GET /contents/README.md
      ask POST /actions/runs/7/cancel
      ask GET /collaborators/alice/permission
`
const REFUSED = '403 Resource not accessible by integration'

test.each([
  ['no permissions key: the restricted default', '', '', [REFUSED, '200', REFUSED, '404']],
  ['a job key without issues', '', 'permissions: {contents: read}', [REFUSED, '200', REFUSED, '404']],
  ['issues: write and nothing else', '', 'permissions: {issues: write}', ['201', REFUSED, REFUSED, '404']],
  ['issues: read', '', 'permissions: {issues: read}', [REFUSED, REFUSED, REFUSED, '404']],
  ['an empty key', 'permissions: {}', '', [REFUSED, REFUSED, REFUSED, '404']],
  [
    'the job’s key takes the place of the workflow’s',
    'permissions: write-all',
    'permissions: {actions: write}',
    [REFUSED, REFUSED, '202', '404']
  ],
  ['the workflow’s key', 'permissions: {issues: write, contents: read}', '', ['201', '200', REFUSED, '404']],
  ['read-all', 'permissions: read-all', '', [REFUSED, '200', REFUSED, '404']],
  ['write-all', 'permissions: write-all', '', ['201', '200', '202', '404']]
])('%s', async (_name, workflowKeys, jobKeys, expected) => {
  const text = `on: workflow_dispatch\n${workflowKeys}\njobs:\n  job:\n    runs-on: ubuntu-latest\n    ${jobKeys}\n    steps:${CALLS.replaceAll('\n', '\n    ')}\n`
  const run = await runText(text, {
    github: { repository: 'o/r', api_url: server.url },
    token: ({ permissions }) => server.tokens.issue({ permissions })
  })
  const lines = logOf(run)
    .split('\n')
    .map(line => line.trim())
  expect(lines.map(line => line.replace(/^\S+ \S+ /, ''))).toEqual(expected)
})
