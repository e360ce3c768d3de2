import { field, textOf } from './api.js'
import type { GitHubState } from './github-state.js'
import { commitPage } from './representations.js'
import { isAllowed, type IssuedToken } from './tokens.js'

interface GraphqlCall {
  readonly variables: unknown
  readonly token: IssuedToken
  readonly state: GitHubState
}

type Resolver = (call: GraphqlCall) => unknown

/** The fields the server answers, by what marks them in the text of a query. */
const RESOLVERS: readonly (readonly [pattern: RegExp, name: string, resolve: Resolver])[] = [
  [/\bcreateCommitOnBranch\b/, 'createCommitOnBranch', createCommitOnBranch],
  [/\bref\s*\(\s*qualifiedName\b/, 'ref', readRef],
  [/\bviewer\b/, 'viewer', ({ token }) => ({ data: { viewer: { login: token.login } } })]
]

/** The name of the field a query asks for, undefined when the server does not know it. */
export function graphqlField(body: unknown): string | undefined {
  const query = textOf(body, 'query') ?? ''
  return RESOLVERS.find(([pattern]) => pattern.test(query))?.[1]
}

/** The body of GitHub's answer to a GraphQL call; errors travel in it with status 200. */
export async function answerGraphql(body: unknown, token: IssuedToken, state: GitHubState): Promise<unknown> {
  const name = graphqlField(body)
  const resolve = RESOLVERS.find(([, known]) => known === name)?.[2]
  if (resolve === undefined)
    return problem('query', 'undefinedField', 'The test server does not know this query')
  return resolve({ variables: field(body, 'variables'), token, state })
}

async function readRef({ variables, token, state }: GraphqlCall): Promise<unknown> {
  const asked = `${textOf(variables, 'owner') ?? ''}/${textOf(variables, 'repo') ?? ''}`
  if (asked.toLowerCase() !== state.fullName.toLowerCase()) return notFound(asked)
  if (!isAllowed(token, { scope: 'contents', access: 'read' })) return forbidden('repository')
  const oid = await state.git.ref(textOf(variables, 'branch') ?? '')
  return { data: { repository: { ref: oid === undefined ? null : { target: { oid } } } } }
}

async function createCommitOnBranch({ variables, token, state }: GraphqlCall): Promise<unknown> {
  const input = field(variables, 'input')
  const branch = field(input, 'branch')
  const asked = textOf(branch, 'repositoryNameWithOwner') ?? ''
  if (asked.toLowerCase() !== state.fullName.toLowerCase()) return notFound(asked)
  if (!isAllowed(token, { scope: 'contents', access: 'write' })) return forbidden('createCommitOnBranch')
  const ref = `refs/heads/${(textOf(branch, 'branchName') ?? '').replace(/^refs\/heads\//, '')}`
  const head = await state.git.ref(ref)
  if (head === undefined) return problem('createCommitOnBranch', 'NOT_FOUND', 'Branch not found')
  const expected = textOf(input, 'expectedHeadOid') ?? ''
  if (head !== expected) return stale(expected)
  const commit = await commitChanges(state, head, input)
  if (!(await state.git.updateRef(ref, commit, head))) return stale(expected)
  return { data: { createCommitOnBranch: { commit: { oid: commit, url: commitPage(state, commit) } } } }
}

function commitChanges(state: GitHubState, parent: string, input: unknown): Promise<string> {
  const changes = field(input, 'fileChanges')
  const additions = list(field(changes, 'additions')).map(addition => ({
    path: textOf(addition, 'path') ?? '',
    bytes: Buffer.from(textOf(addition, 'contents') ?? '', 'base64')
  }))
  const deletions = list(field(changes, 'deletions')).map(deletion => textOf(deletion, 'path') ?? '')
  const { headline = '', body = '' } = messageParts(field(input, 'message'))
  const message = body === '' ? headline : `${headline}\n\n${body}`
  return state.git.commitFiles({ parent, additions, deletions, message })
}

function messageParts(message: unknown): { headline: string | undefined; body: string | undefined } {
  return { headline: textOf(message, 'headline'), body: textOf(message, 'body') }
}

function stale(expected: string): unknown {
  const text = `Expected branch to point to "${expected}" but it did not. Pull and try again.`
  return problem('createCommitOnBranch', 'STALE_DATA', text)
}

function forbidden(path: string): unknown {
  return problem(path, 'FORBIDDEN', 'Resource not accessible by integration')
}

function notFound(name: string): unknown {
  return problem('repository', 'NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`)
}

function problem(path: string, type: string, message: string): unknown {
  return {
    data: { [path]: null },
    errors: [{ type, path: [path], locations: [{ line: 1, column: 1 }], message }]
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
