import { describe, expect, test } from '@jest/globals'
import type { JobIdentity, RunEvent } from '../../testing/workflow-runner/index.js'
import { logOf, runSteps, runText, workflowOf } from './run-files.js'

describe('permissions', () => {
  const cases: [name: string, top: string, job: string, expected: Record<string, string>][] = [
    [
      'the restricted default',
      '',
      '',
      { contents: 'read', packages: 'read', issues: 'none', metadata: 'read' }
    ],
    [
      'the workflow’s',
      'permissions: {issues: write}',
      '',
      { contents: 'none', issues: 'write', metadata: 'read' }
    ],
    [
      'the job’s instead',
      'permissions: {issues: write}',
      'permissions: {contents: read}',
      { contents: 'read', issues: 'none' }
    ],
    ['none', 'permissions: {}', '', { contents: 'none', issues: 'none', metadata: 'read' }],
    ['read-all', 'permissions: read-all', '', { contents: 'read', issues: 'read', 'id-token': 'none' }],
    ['write-all', 'permissions: write-all', '', { contents: 'write', 'id-token': 'write' }]
  ]
  test.each(cases)('%s reach the token', async (_, top, job, expected) => {
    const asked: JobIdentity[] = []
    const run = await runText(
      `${top}\n${workflowOf('- run: echo "${{ github.token == secrets.GITHUB_TOKEN }}"', job)}`,
      {
        token: identity => {
          asked.push(identity)
          return 'ghs_minted'
        }
      }
    )
    expect(asked).toMatchObject([{ job: 'job', permissions: expected }])
    expect(run.jobs['job']?.permissions).toMatchObject(expected)
    expect(logOf(run)).toBe('true')
  })

  test.each([
    ['secrets.GITHUB_TOKEN', { secrets: { GITHUB_TOKEN: 'ghs_given' } }],
    ['github.token', { github: { token: 'ghs_given', workspace: '/nowhere', job: 'other' } }]
  ])('a token given as %s is the token, and is masked', async (_, options) => {
    const steps =
      '- run: echo "${{ github.token }} ${{ secrets.GITHUB_TOKEN == github.token }} ${{ github.job }}"'
    expect(logOf(await runSteps(steps, options))).toBe('*** true job')
  })

  test('only id-token: write gets an OIDC endpoint, and its token is masked', async () => {
    const steps = '- run: echo "[$ACTIONS_ID_TOKEN_REQUEST_URL][$ACTIONS_ID_TOKEN_REQUEST_TOKEN]"'
    const oidc = (): { requestUrl: string; requestToken: string } => ({
      requestUrl: 'http://x/y?z',
      requestToken: 'oidc-token'
    })
    expect(logOf(await runSteps(steps, { oidc }))).toBe('[][]')
    expect(logOf(await runText(workflowOf(steps, 'permissions: {id-token: write}'), { oidc }))).toBe(
      '[http://x/y?z][***]'
    )
  })
})

describe('contexts', () => {
  test('github: overrides, then the payload, then defaults; GITHUB_* say the same', async () => {
    const run = await runSteps(
      `- run: |
    echo "$GITHUB_REPOSITORY $GITHUB_REPOSITORY_OWNER $GITHUB_ACTOR $GITHUB_REF_NAME $GITHUB_RUN_ID $GITHUB_GRAPHQL_URL"
    echo "\${{ github.repository }} \${{ github.actor }} \${{ github.event.issue.number }} \${{ github.job }} \${{ vars.V }}"
    test "$(cat "$GITHUB_EVENT_PATH")" = '\${{ toJSON(github.event) }}' || node -e 'console.log(require(process.env.GITHUB_EVENT_PATH).issue.number)'
    echo "[$GITHUB_TOKEN]"`,
      {
        event: {
          name: 'workflow_dispatch',
          payload: {
            issue: { number: 7 },
            sender: { login: 'ada' },
            repository: { full_name: 'octo/repo', default_branch: 'trunk' }
          }
        },
        github: { run_id: '99', api_url: 'http://127.0.0.1:1' },
        variables: { V: 'v' }
      }
    )
    expect(logOf(run).split('\n')).toEqual([
      'octo/repo octo ada trunk 99 http://127.0.0.1:1/graphql',
      'octo/repo ada 7 job v',
      '7',
      '[]'
    ])
  })

  test('run-name and hashFiles', async () => {
    const run = await runText(
      `run-name: "run for \${{ github.actor }}"\n${workflowOf("- uses: actions/checkout@v7\n- run: echo \"${{ hashFiles('**/*.lock') }} [${{ hashFiles('none') }}]\"")}`,
      { github: { actor: 'ada' } },
      { 'a.lock': 'one', 'deep/b.lock': 'two' }
    )
    expect(run.runName).toBe('run for ada')
    // printf one | sha256sum and so on: SHA-256 over the two binary digests.
    expect(logOf(run, '__run')).toBe('11914c19a28a98c57d12f3cce6c32b7944784f4b4781a706c24eb1dc284e2856 []')
  })
})

test('an observer is told everything in order', async () => {
  const events: RunEvent[] = []
  await runSteps('- {id: it, name: Say, run: "echo hello; echo \\"# S\\" >> $GITHUB_STEP_SUMMARY"}', {
    observer: event => void events.push(event)
  })
  expect(events).toEqual([
    { type: 'job-started', job: 'job' },
    { type: 'step-started', job: 'job', step: 'it', name: 'Say' },
    { type: 'step-line', line: { job: 'job', step: 'it', text: 'hello' } },
    { type: 'summary', summary: { job: 'job', step: 'it', markdown: '# S\n' } },
    { type: 'step-finished', job: 'job', step: 'it', outcome: 'success', conclusion: 'success' },
    { type: 'job-finished', job: 'job', result: 'success' }
  ])
})
