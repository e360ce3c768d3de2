import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { refusal, secondaryRateLimit } from '../../testing/github-server/failures.js'
import { delayed, droppedConnection } from '../../testing/failure-plan.js'
import { serverPlace } from './server-place.js'

type Place = Awaited<ReturnType<typeof serverPlace>>

const base64 = (text: string) => Buffer.from(text).toString('base64')
const ON_BRANCH =
  'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }'

let place: Place

beforeEach(async () => {
  place = await serverPlace({ files: { 'docs/a.md': 'A', 'docs/b/c.md': 'C' } })
})

afterEach(() => place.server.close())

describe('issues', () => {
  test('are created, read, edited and closed', async () => {
    const { call, server } = place
    const made = await call('POST', '/issues', {
      title: 'Train',
      body: 'please',
      labels: ['mlops:train', { name: 'x' }]
    })
    expect(made).toMatchObject({
      status: 201,
      body: { number: 1, user: { login: 'github-actions[bot]', type: 'Bot' } }
    })
    expect(await call('PATCH', '/issues/1', { body: 'edited', labels: ['y'] })).toMatchObject({
      status: 200,
      body: { title: 'Train', body: 'edited', labels: [{ name: 'y' }], state: 'open' }
    })
    await call('PATCH', '/issues/1', { state: 'closed', state_reason: 'not_planned' })
    expect((await call('GET', '/issues/1')).body).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned'
    })
    expect((await call('GET', '/issues/2')).status).toBe(404)
    expect(server.violations).toEqual([])
  })

  test('are listed by state and labels, newest first', async () => {
    const { call, server } = place
    server.state.createIssue({ title: 'one', labels: ['a', 'b'] })
    server.state.createIssue({ title: 'two', labels: ['a'] })
    server.state.createIssue({ title: 'three', labels: ['a', 'b'] }).state = 'closed'
    const titles = async (query: string) =>
      ((await call('GET', `/issues?${query}`)).body as { title: string }[]).map(({ title }) => title)
    expect(await titles('labels=a')).toEqual(['two', 'one'])
    expect(await titles('state=all&labels=a,b')).toEqual(['three', 'one'])
    expect(await titles('state=closed')).toEqual(['three'])
    expect(server.violations).toEqual([])
  })

  test('labels come and go', async () => {
    const { call, server } = place
    server.state.createIssue({ title: 'one' })
    await call('POST', '/issues/1/labels', { labels: ['a b/c', 'd'] })
    expect((await call('DELETE', '/issues/1/labels/a%20b%2Fc')).body).toMatchObject([{ name: 'd' }])
    expect(await call('DELETE', '/issues/1/labels/zzz')).toMatchObject({
      status: 404,
      body: { message: 'Label does not exist' }
    })
    expect((await call('GET', '/issues/1/labels')).body).toMatchObject([{ name: 'd' }])
    expect((await call('GET', '/labels')).body).toMatchObject([{ name: 'a b/c' }, { name: 'd' }])
    expect(server.violations).toEqual([])
  })
})

describe('comments', () => {
  test('come in pages that link to the next', async () => {
    const { call, server } = place
    server.state.createIssue({ title: 'one' })
    for (let index = 1; index <= 25; index++) server.state.createComment(1, `comment ${index}`, 'alice')
    const first = await call('GET', '/issues/1/comments?per_page=10')
    expect(first.body).toHaveLength(10)
    expect(first.headers.get('link')).toBe(
      `<${server.url}/repos/o/r/issues/1/comments?per_page=10&page=2>; rel="next", ` +
        `<${server.url}/repos/o/r/issues/1/comments?per_page=10&page=3>; rel="last"`
    )
    const last = await call('GET', '/issues/1/comments?per_page=10&page=3')
    expect(last.body).toMatchObject([21, 22, 23, 24, 25].map(index => ({ body: `comment ${index}` })))
    expect(last.headers.get('link')).toBeNull()
    expect(server.violations).toEqual([])
  })

  test('are by whoever holds the token', async () => {
    const { call, server } = place
    server.state.createIssue({ title: 'one' })
    const alice = server.tokens.issue({ login: 'alice' })
    const posted = await call('POST', '/issues/1/comments', { body: '/mlops status' }, alice)
    expect(posted).toMatchObject({ status: 201, body: { user: { login: 'alice', type: 'User' } } })
    const [comment] = server.state.commentsOf(1)
    const path = `/issues/comments/${comment?.id}`
    expect((await call('PATCH', path, { body: 'new' })).body).toMatchObject({ body: 'new' })
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
    expect(server.violations).toEqual([])
  })

  test('and issues get each reaction once from each person', async () => {
    const { call, server } = place
    server.state.createIssue({ title: 'one' })
    const { id } = server.state.createComment(1, 'x', 'alice')
    expect((await call('POST', `/issues/comments/${id}/reactions`, { content: 'eyes' })).status).toBe(201)
    expect((await call('POST', `/issues/comments/${id}/reactions`, { content: 'eyes' })).status).toBe(200)
    expect((await call('POST', '/issues/1/reactions', { content: 'rocket' })).status).toBe(201)
    expect((await call('GET', `/issues/comments/${id}/reactions`)).body).toMatchObject([{ content: 'eyes' }])
    expect((await call('GET', '/issues/1/reactions')).body).toMatchObject([{ content: 'rocket' }])
    expect(server.violations).toEqual([])
  })
})

describe('tokens', () => {
  test.each([
    ['none', null, 401],
    ['an unknown one', 'ghs_nobody', 401]
  ])('with %s the answer is %s', async (_name, token, status) => {
    expect((await place.call('GET', '/issues/1', undefined, token)).status).toBe(status)
  })

  test.each([
    ['GET', '/issues', { issues: 'read' }, 200],
    ['GET', '/issues', { issues: 'write' }, 200],
    ['GET', '/issues', { contents: 'write' }, 403],
    ['GET', '/contents/docs/a.md', {}, 403],
    ['GET', '/contents/docs/a.md', 'read-all', 200],
    ['GET', '', {}, 200],
    ['GET', '/collaborators/alice/permission', {}, 404]
  ] as const)('%s %s with %j is %i', async (method, path, permissions, status) => {
    const token = place.server.tokens.issue({ permissions })
    const answer = await place.call(method, path, undefined, token)
    expect(answer.status).toBe(status)
    if (status === 403)
      expect(answer.body).toMatchObject({ message: 'Resource not accessible by integration' })
  })
})

describe('contents', () => {
  test('files and directories are read at any commit', async () => {
    const { call, server } = place
    expect((await call('GET', '/contents/docs/a.md')).body).toMatchObject({
      type: 'file',
      content: base64('A')
    })
    expect((await call('GET', '/contents/docs')).body).toMatchObject([
      { name: 'a.md', type: 'file' },
      { name: 'b', type: 'dir' }
    ])
    expect((await call('GET', '/contents/docs%2Fa.md?ref=main')).status).toBe(200)
    expect((await call('GET', '/contents/docs/a.md?ref=nowhere')).status).toBe(404)
    expect((await call('GET', '/contents/nothing')).status).toBe(404)
    expect(server.violations).toEqual([])
  })

  test('a write needs the digest of what it replaces', async () => {
    const { call, server } = place
    const made = await call('PUT', '/contents/new.md', { message: 'add', content: base64('1') })
    expect(made).toMatchObject({ status: 201, body: { content: { path: 'new.md' } } })
    const { sha } = (made.body as { content: { sha: string } }).content
    const change = { message: 'change', content: base64('2') }
    expect((await call('PUT', '/contents/new.md', change)).status).toBe(422)
    expect((await call('PUT', '/contents/new.md', { ...change, sha: '0'.repeat(40) })).status).toBe(409)
    expect((await call('PUT', '/contents/new.md', { ...change, sha })).status).toBe(200)
    expect((await call('GET', '/contents/new.md')).body).toMatchObject({ content: base64('2') })
    expect((await call('PUT', '/contents/x', { ...change, branch: 'absent' })).status).toBe(404)
    expect(server.violations).toEqual([])
  })
})

describe('git data', () => {
  test('blob, tree, commit and ref make a branch', async () => {
    const { call, server } = place
    const shaOf = (answer: { body: unknown }) => (answer.body as { sha: string }).sha
    const blob = shaOf(await call('POST', '/git/blobs', { content: base64('bytes'), encoding: 'base64' }))
    expect((await call('GET', `/git/blobs/${blob}`)).body).toMatchObject({
      content: base64('bytes'),
      size: 5
    })
    const entries = [
      { path: 'x/blob', mode: '100644', type: 'blob', sha: blob },
      { path: 'inline', mode: '100644', type: 'blob', content: 'text ✅' }
    ]
    const tree = shaOf(await call('POST', '/git/trees', { tree: entries }))
    const listed = await call('GET', `/git/trees/${tree}?recursive=1`)
    expect((listed.body as { tree: { path: string }[] }).tree.map(({ path }) => path)).toEqual([
      'inline',
      'x',
      'x/blob'
    ])
    const root = shaOf(await call('POST', '/git/commits', { message: 'root', tree, parents: [] }))
    const ref = { ref: 'refs/heads/orphan', sha: root }
    expect((await call('POST', '/git/refs', ref)).status).toBe(201)
    expect((await call('POST', '/git/refs', ref)).status).toBe(422)
    const next = shaOf(await call('POST', '/git/commits', { message: 'next', tree, parents: [root] }))
    expect((await call('PATCH', '/git/refs/heads/orphan', { sha: next })).status).toBe(200)
    expect((await call('PATCH', '/git/refs/heads/orphan', { sha: root })).status).toBe(422)
    expect((await call('PATCH', '/git/refs/heads/orphan', { sha: root, force: true })).status).toBe(200)
    expect((await call('GET', '/git/ref/heads/orphan')).body).toMatchObject({ object: { sha: root } })
    expect((await call('GET', `/git/commits/${next}`)).body).toMatchObject({ parents: [{ sha: root }] })
    expect((await call('GET', '/git/ref/heads/absent')).status).toBe(404)
    expect(server.violations).toEqual([])
  })

  test('an empty repository takes no tree', async () => {
    const empty = await serverPlace({ files: null })
    const tree = [{ path: 'a', mode: '100644', type: 'blob', content: 'x' }]
    expect(await empty.call('POST', '/git/trees', { tree })).toMatchObject({ status: 409 })
    await empty.server.close()
  })
})

describe('createCommitOnBranch', () => {
  const input = (head: string, branchName = 'main') => ({
    branch: { repositoryNameWithOwner: 'o/r', branchName },
    expectedHeadOid: head,
    message: { headline: 'change', body: 'why' },
    fileChanges: { additions: [{ path: 'new', contents: base64('N') }], deletions: [{ path: 'docs/a.md' }] }
  })

  test('adds and deletes files in one commit', async () => {
    const { graphql, server } = place
    const head = (await server.state.git.commit('main')) ?? ''
    const { body } = await graphql(ON_BRANCH, { input: input(head) })
    const oid = await server.state.git.commit('main')
    expect(body).toMatchObject({ data: { createCommitOnBranch: { commit: { oid } } } })
    const paths = (await server.state.git.tree(oid ?? '', true)).map(({ path }) => path)
    expect(paths).toEqual(['README.md', 'docs', 'docs/b', 'docs/b/c.md', 'new'])
    expect(await server.state.git.commitInfo(oid ?? '')).toMatchObject({
      parents: [head],
      message: 'change\n\nwhy'
    })
  })

  test.each([
    ['an old head', 'main', 'STALE_DATA'],
    ['a branch that is not', 'absent', 'NOT_FOUND']
  ])('%s is an error in the answer', async (_name, branch, type) => {
    const { body, status } = await place.graphql(ON_BRANCH, { input: input('0'.repeat(40), branch) })
    expect(status).toBe(200)
    expect(body).toMatchObject({ data: { createCommitOnBranch: null }, errors: [{ type }] })
  })
})

describe('dispatches', () => {
  test('are written down', async () => {
    const { call, server } = place
    const payload = { event_type: 'mlops-callback', client_payload: { job: 'j' } }
    expect((await call('POST', '/dispatches', payload)).status).toBe(204)
    const login = 'github-actions[bot]'
    expect(server.state.dispatches).toEqual([
      { kind: 'repository', eventType: 'mlops-callback', payload: { job: 'j' }, login }
    ])
    expect(server.violations).toEqual([])
  })

  test('are handed on to whoever listens', async () => {
    const files = { '.github/workflows/a.yml': 'on: workflow_dispatch\n' }
    const heard: unknown[] = []
    const other = await serverPlace({ files, onDispatch: dispatch => void heard.push(dispatch) })
    expect((await other.call('POST', '/actions/workflows/a.yml/dispatches', { ref: 'main' })).status).toBe(
      204
    )
    expect(heard).toMatchObject([{ kind: 'workflow', workflow: 'a.yml', ref: 'main', inputs: {} }])
    await other.server.close()
  })
})

describe('failures and records', () => {
  test('each planned failure meets the calls it is meant for, in order', async () => {
    const { call, server } = place
    server.state.createIssue({ title: 'one' })
    server.failures.add(/^GET .*issues\/1$/, refusal(502, 'Bad Gateway'), 2)
    server.failures.add(/^GET .*issues\/1$/, secondaryRateLimit(3))
    const answers = []
    for (let index = 0; index < 4; index++) answers.push(await call('GET', '/issues/1'))
    expect(answers.map(({ status }) => status)).toEqual([502, 502, 403, 200])
    expect(answers[2]?.headers.get('retry-after')).toBe('3')
    expect(server.calls.map(({ status }) => status)).toEqual([502, 502, 403, 200])
  })

  test('a connection can break before or after the call is carried out', async () => {
    const { call, server } = place
    server.failures.add(/^POST/, droppedConnection())
    server.failures.add(/^POST/, droppedConnection('handling'))
    server.failures.add(/^POST/, delayed(1))
    for (const title of ['never', 'kept']) await expect(call('POST', '/issues', { title })).rejects.toThrow()
    await call('POST', '/issues', { title: 'late' })
    expect([...server.state.issues.values()].map(({ title }) => title)).toEqual(['kept', 'late'])
  })

  test.each([
    ['an unknown operation', 'GET', '/stargazers', undefined],
    ['an unknown query parameter', 'GET', '/issues?stat=open', undefined],
    ['a value that is not allowed', 'GET', '/issues?state=half', undefined],
    ['an unknown body field', 'POST', '/issues', { title: 'x', colour: 'red' }],
    ['a missing body field', 'POST', '/issues/1/comments', {}],
    ['a field of the wrong type', 'POST', '/git/refs', { ref: 1, sha: 'x' }]
  ])('%s is a violation', async (_name, method, path, body) => {
    const { status } = await place.call(method, path, body)
    expect(status).toBeGreaterThanOrEqual(404)
    expect(place.server.violations).toHaveLength(1)
  })
})
