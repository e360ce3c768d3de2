import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { answerCommand } from '../../src/action/answer-command.js'
import type { Language } from '../../src/action/common-inputs.js'
import type { Report } from '../../src/action/run-action.js'
import { DirectoryTextFiles } from '../../src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../src/adapters/github/open-issue-tracker.js'
import { ServiceError, UserError } from '../../src/errors.js'
import { codeOf } from '../../testing/code-of.js'
import { InMemoryRunner } from '../../testing/fakes/in-memory-runner.js'
import { startGitHubServer, type GitHubServer } from '../../testing/github-server/github-server.js'

const report: Report = {
  decision: 'rolled-back',
  reasonCode: 'rolled-back',
  headline: 'v1.0.0 is in production again.',
  outputs: {},
  result: {},
  summary: '## Rollback: done\n\nv1.0.0 is in production again.'
}

let server: GitHubServer
let directory: string
let issue: number
let comment: number
beforeAll(async () => {
  server = await startGitHubServer({ repository: 'acme/models' })
  server.state.setCollaborator('maria', 'maintain')
})
afterAll(() => server.close())
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'answer-test-'))
  issue = server.state.createIssue({ title: 'Train', body: '', login: 'maria' }).number
  comment = server.state.createComment(issue, '/mlops rollback', 'maria').id
})
afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

interface How {
  readonly event?: string
  readonly payload?: unknown
  readonly language?: Language
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>
  readonly token?: boolean
}

function runnerFor({ event = 'issue_comment', payload }: How): InMemoryRunner {
  const eventPath = join(directory, 'event.json')
  const text = payload ?? server.events.issueCommentCreated(comment)
  writeFileSync(eventPath, typeof text === 'string' ? text : JSON.stringify(text))
  return new InMemoryRunner(
    {},
    {
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_API_URL: server.url,
      GITHUB_REPOSITORY: 'acme/models',
      GITHUB_WORKSPACE: directory
    }
  )
}

/** Carries a command out that comes to `result`, with the token of a job. */
async function answer(result: Report | Error, how: How = {}) {
  const { language = 'en', permissions = { issues: 'write' }, token = true } = how
  const githubToken = token ? server.tokens.issue({ permissions }) : undefined
  const runner = runnerFor(how)
  const call = {
    name: 'rollback',
    language,
    runner,
    files: new DirectoryTextFiles(directory),
    issues: openIssueTracker(githubToken, runner)
  }
  const carryOut = async () => {
    if (result instanceof Error) throw result
    return result
  }
  const done = answerCommand(call, carryOut)
  return { done, runner }
}

const answers = () =>
  server.state
    .commentsOf(issue)
    .filter(({ login }) => login.endsWith('[bot]'))
    .map(({ body }) => body)
const marker = () => `<!-- mlops:answer:${comment} -->`

describe('the result of a command', () => {
  test('stands in one comment, updated in place', async () => {
    await (
      await answer(report)
    ).done
    await (
      await answer({ ...report, summary: '## Rollback: nothing to do' })
    ).done
    expect(answers()).toEqual([`### Rollback: nothing to do\n\n${marker()}`])
  })

  test('of another comment stands in another one', async () => {
    await (
      await answer(report)
    ).done
    comment = server.state.createComment(issue, '/mlops rollback v1.0.0', 'maria').id
    await (
      await answer(report)
    ).done
    expect(answers()).toHaveLength(2)
  })

  test('holds what is warned of, and the report stays as it is', async () => {
    const warned = { ...report, warnings: ['<b>the data</b> of @maria'] }
    expect(await (await answer(warned)).done).toEqual(warned)
    expect(answers()[0]).toContain('⚠️ &lt;b&gt;the data&lt;/b&gt; of @\u200bmaria')
  })

  test('holds what failed after it was decided', async () => {
    const failure = new ServiceError('stop-failed', 'the job goes on')
    await (
      await answer({ ...report, failure })
    ).done
    expect(answers()[0]).toMatch(/Rollback: done[^]*the job goes on[^]*`stop-failed`/)
  })
})

describe('a command that fails', () => {
  const broken = new UserError('artifact-changed', 'a file of <v1.0.0> was changed', { hint: 'restore it' })

  test.each([
    ['en', '### ❌ rollback could not do its work'],
    ['ja', '### ❌ rollback を実行できませんでした']
  ] as const)('says why and fails all the same (%s)', async (language, title) => {
    expect(await codeOf((await answer(broken, { language })).done)).toBe('artifact-changed')
    expect(answers()[0]).toContain(title)
    expect(answers()[0]).toContain('a file of &lt;v1.0.0&gt; was changed')
    expect(answers()[0]).toContain('`artifact-changed`')
  })

  test('that cannot be told fails with its own error, and warns', async () => {
    const { done, runner } = await answer(broken, { permissions: { issues: 'read' } })
    expect(await codeOf(done)).toBe('artifact-changed')
    expect(runner.annotations).toEqual([
      { level: 'warning', title: 'rollback', message: expect.stringContaining('issues: write') }
    ])
  })

  test('by a defect is told as one', async () => {
    await expect((await answer(new TypeError('x is undefined'))).done).rejects.toThrow('x is undefined')
    expect(answers()[0]).toContain('`internal-error`')
  })
})

describe('nothing is told', () => {
  test('without `issues: write`, which is a warning and no decision', async () => {
    const told = await (await answer(report, { permissions: { contents: 'read' } })).done
    expect(told).toMatchObject({
      decision: 'rolled-back',
      warnings: [expect.stringContaining('issues: write')]
    })
    expect(answers()).toEqual([])
  })

  test.each<[string, How]>([
    ['without a token', { token: false }],
    ['for another event', { event: 'workflow_dispatch' }],
    ['where the event cannot be read', { payload: '{' }],
    ['where the event is none of GitHub', { payload: { comment: { id: -1 }, issue: { number: '1' } } }],
    ['on pull requests', { payload: { comment: { id: 1 }, issue: { number: 1, pull_request: {} } } }]
  ])('%s', async (_name, how) => {
    const calls = server.calls.length
    expect(await (await answer(report, how)).done).toMatchObject({ decision: 'rolled-back' })
    expect(server.calls).toHaveLength(calls)
  })
})
