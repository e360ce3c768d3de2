import { afterEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient, repositoryName } from '../../../src/adapters/github/github-client.js'
import { GitHubIssueTracker } from '../../../src/adapters/github/github-issue-tracker.js'
import {
  primaryRateLimit,
  refusal,
  secondaryRateLimit,
  serverError
} from '../../../testing/github-server/failures.js'
import { delayed, droppedConnection } from '../../../testing/failure-plan.js'
import { BRANCH, gitHubPlace, type PlaceOptions } from './github-place.js'

const open: (() => Promise<void>)[] = []
const FILES = [{ path: 'history/a.json', text: '{"sequence":1}' }]

async function start(options: PlaceOptions = {}) {
  const place = await gitHubPlace(options)
  open.push(() => place.server.close())
  place.server.state.setCollaborator('alice', 'write')
  place.server.state.createIssue({ title: 'Train' })
  return place
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()))
})

describe('repeating calls', () => {
  test.each([500, 502, 503, 504])('a read that meets %i is repeated, each pause longer', async status => {
    const { server, pauses, tracker } = await start()
    server.failures.add(/permission$/, serverError(status), 3)
    expect(await tracker().permissionOf('alice')).toBe('write')
    expect(pauses).toEqual([500, 1000, 2000])
  })

  test('pauses are shortened at random, by half at most', async () => {
    const { server, pauses, tracker } = await start({ retry: { random: () => 0.999 } })
    server.failures.add(/permission$/, serverError(), 2)
    await tracker().permissionOf('alice')
    expect(pauses[0]).toBeCloseTo(250.25, 6)
    expect(pauses[1]).toBeCloseTo(500.5, 6)
  })

  test('after four attempts it is an error that may pass', async () => {
    const { server, tracker } = await start()
    server.failures.add(/permission$/, serverError(), 9)
    const failure = { code: 'github-unavailable', retryable: true }
    await expect(tracker().permissionOf('alice')).rejects.toMatchObject(failure)
    expect(server.calls).toHaveLength(4)
  })

  test('a dropped connection is tried again for a read', async () => {
    const { server, tracker } = await start()
    server.failures.add(/permission$/, droppedConnection(), 2)
    expect(await tracker().permissionOf('alice')).toBe('write')
    expect(server.calls.map(({ status }) => status)).toEqual([0, 0, 200])
  })

  test.each([
    ['a lost answer', droppedConnection('handling'), 'github-unreachable', 1],
    ['a server error', serverError(), 'github-unavailable', 0]
  ])('posting a comment is not repeated after %s', async (_name, failure, code, comments) => {
    const { server, tracker } = await start()
    server.failures.add(/^POST .*comments$/, failure)
    await expect(tracker().upsertComment(1, 'run/a', 'x')).rejects.toMatchObject({ code, retryable: true })
    expect(server.state.commentsOf(1)).toHaveLength(comments)
  })

  test('a refused request such as 404 or 422 is not repeated', async () => {
    const { server, tracker } = await start()
    server.failures.add(/labels$/, refusal(422, 'Validation Failed'))
    await expect(tracker().addLabels(1, ['x'])).rejects.toMatchObject({
      code: 'github-refused',
      retryable: false
    })
    expect(server.calls).toHaveLength(1)
  })

  test.each([
    ['429', secondaryRateLimit(7, 429)],
    ['a secondary rate limit', secondaryRateLimit(7)]
  ])('after %s even a post is repeated, when the server says so', async (_name, failure) => {
    const { server, pauses, tracker } = await start()
    server.failures.add(/^POST .*comments$/, failure)
    expect((await tracker().upsertComment(1, 'run/a', 'x')).created).toBe(true)
    expect(pauses).toEqual([7000])
    expect(server.state.commentsOf(1)).toHaveLength(1)
  })

  test('a rate limit that ends soon is waited for, one that does not is an error', async () => {
    const now = () => Date.parse('2026-01-01T00:00:00Z')
    const { server, pauses, tracker } = await start({ retry: { now } })
    server.failures.add(/permission$/, primaryRateLimit(new Date('2026-01-01T00:00:42Z')))
    expect(await tracker().permissionOf('alice')).toBe('write')
    expect(pauses).toEqual([42_000])
    server.failures.add(/permission$/, primaryRateLimit(new Date('2026-01-01T00:40:00Z')))
    const failure = { code: 'github-rate-limited', retryable: true }
    await expect(tracker().permissionOf('alice')).rejects.toMatchObject(failure)
    expect(pauses).toEqual([42_000])
  })

  test('a server that keeps silent is given up', async () => {
    const { server, tracker } = await start({ transport: { timeoutMs: 50 }, retry: { attempts: 2 } })
    server.failures.add(/permission$/, delayed(1000), 2)
    const failure = { code: 'github-unreachable', message: expect.stringContaining('50 ms') }
    await expect(tracker().permissionOf('alice')).rejects.toMatchObject(failure)
    expect(server.calls).toHaveLength(2)
  })

  test('an answer without end is cut off', async () => {
    const files = { 'big.txt': 'x'.repeat(5000) }
    const { tracker } = await start({ files, transport: { maxResponseBytes: 4000 } })
    const failure = { code: 'github-unreachable', message: expect.stringContaining('4000 bytes') }
    await expect(tracker().readDefaultBranchFile('big.txt')).rejects.toMatchObject(failure)
  })

  test('nobody listening is told as such', async () => {
    const { server, token } = await start()
    await server.close()
    const sleep = () => Promise.resolve()
    const client = createGitHubClient({ token, apiUrl: server.url, retry: { sleep } })
    const tracker = new GitHubIssueTracker({
      client,
      repository: repositoryName('octo-org/ml-models'),
      token
    })
    open.length = 0
    await expect(tracker.upsertComment(1, 'a', 'x')).rejects.toMatchObject({
      code: 'github-unreachable',
      message: expect.stringContaining('ECONNREFUSED')
    })
  })
})

describe('the history when answers are lost', () => {
  test('a commit whose answer is lost counts once', async () => {
    const { server, history } = await start()
    const first = await history().append(undefined, FILES, 'first')
    const head = first.appended ? first.commit : ''
    server.failures.add(/createCommitOnBranch/, droppedConnection('handling'))
    const second = await history().append(head, [{ path: 'history/b.json', text: 'B' }], 'second')
    const now = await history().head()
    expect(second).toEqual({
      appended: true,
      commit: now,
      url: `${server.url}/octo-org/ml-models/commit/${now}`
    })
    expect((await server.state.git.commitInfo(now ?? '')).parents).toEqual([head])
  })

  test('a branch whose answer is lost is ours all the same', async () => {
    const { server, history } = await start()
    server.failures.add(/^POST .*git\/refs$/, droppedConnection('handling'))
    const result = await history().append(undefined, FILES, 'first')
    expect(result).toMatchObject({ appended: true, commit: await history().head() })
  })

  test.each([
    ['with other files', ['history/other.json']],
    ['with the same file, later on', ['history/other.json', 'history/b.json']]
  ])('somebody else’s commit %s is not taken for ours', async (_name, paths) => {
    const { server, history } = await start()
    const first = await history().append(undefined, FILES, 'first')
    const head = first.appended ? first.commit : ''
    for (const path of paths) await history().append(await history().head(), [{ path, text: 'B' }], 'other')
    server.failures.add(/createCommitOnBranch/, droppedConnection('handling'))
    const late = await history().append(head, [{ path: 'history/b.json', text: 'B' }], 'late')
    expect(late).toEqual({ appended: false, reason: 'moved' })
  })

  test('an error before the commit is repeated, three times at most', async () => {
    const { server, history } = await start()
    const first = await history().append(undefined, FILES, 'first')
    const head = first.appended ? first.commit : ''
    server.failures.add(/createCommitOnBranch/, serverError(), 2)
    expect((await history().append(head, [{ path: 'b', text: 'B' }], 'b')).appended).toBe(true)
    server.failures.add(/createCommitOnBranch/, serverError(), 9)
    const now = await history().head()
    const failing = history().append(now, [{ path: 'c', text: 'C' }], 'c')
    await expect(failing).rejects.toMatchObject({ code: 'github-unavailable' })
    expect(await history().head()).toBe(now)
  })

  test('a token that may only read is told what is missing', async () => {
    const { server, history } = await start()
    const first = await history().append(undefined, FILES, 'first')
    const reader = server.tokens.issue({ permissions: { contents: 'read' } })
    const head = first.appended ? first.commit : ''
    const missing = {
      code: 'github-permission-missing',
      hint: expect.stringContaining('contents: write')
    }
    await expect(history(reader).append(head, FILES, 'x')).rejects.toMatchObject(missing)
    const blind = server.tokens.issue({ permissions: {} })
    await expect(history(blind).head()).rejects.toMatchObject({
      code: 'github-permission-missing',
      hint: expect.stringContaining('contents: read')
    })
  })

  test('the history shares no commit with the code, and keeps the message', async () => {
    const { server, history } = await start()
    await history().append(undefined, FILES, 'Record train-1\n\nDecision: ✅ pass')
    const head = await server.state.git.ref(`refs/heads/${BRANCH}`)
    const info = await server.state.git.commitInfo(head ?? '')
    expect(info).toMatchObject({ parents: [], message: 'Record train-1\n\nDecision: ✅ pass' })
  })

  test('a repository without any commit says so', async () => {
    const { history } = await start({ files: null })
    await expect(history().append(undefined, FILES, 'first')).rejects.toMatchObject({
      code: 'github-refused',
      message: expect.stringContaining('empty')
    })
  })
})

test.each(['', 'x', 'a/b/c', 'a/..', '../b', 'a b/c', 'a/b?c'])('the repository name %j is refused', text => {
  expect(() => repositoryName(text)).toThrow(expect.objectContaining({ code: 'repository-name-invalid' }))
})
