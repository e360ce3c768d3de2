import {
  ok,
  reading,
  refuse,
  textOf,
  writing,
  type ApiAnswer,
  type ApiRequest,
  type RouteTable
} from '../api.js'
import type { TreeEntry } from '../bare-repository.js'
import type { GitHubState } from '../github-state.js'
import { commitPage, gitCommit } from '../representations.js'

const MAX_INLINE_BYTES = 1024 * 1024

/** Files by path: read at any commit, written one at a time. */
export const contentRoutes: RouteTable = {
  'GET /contents/{path}': reading('contents', getContents),
  'PUT /contents/{path}': writing('contents', putContents)
}

async function getContents(request: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const path = (request.parameters['path'] ?? '').replace(/\/$/, '')
  const name = request.query.get('ref') ?? state.defaultBranch
  const commit = await state.git.commit(name)
  if (commit === undefined) {
    if (!request.query.has('ref')) return refuse(404, 'This repository is empty.')
    return refuse(404, `No commit found for the ref ${name}`)
  }
  const id = await state.git.objectAt(commit, path)
  if (id === undefined) return refuse(404)
  if ((await state.git.typeOf(id)) === 'tree') return listDirectory({ state, path, id, name })
  return showFile({ state, path, id, name }, request)
}

interface Located {
  readonly state: GitHubState
  readonly path: string
  readonly id: string
  /** The ref as asked for. */
  readonly name: string
}

async function listDirectory(at: Located): Promise<ApiAnswer> {
  const entries = await at.state.git.tree(at.id)
  return ok(entries.map(entry => directoryEntry(at, entry)))
}

function directoryEntry(at: Located, entry: TreeEntry): unknown {
  const path = at.path === '' ? entry.path : `${at.path}/${entry.path}`
  const type = entry.type === 'tree' ? 'dir' : 'file'
  return { ...description({ ...at, path, id: entry.id }), type, size: entry.size ?? 0 }
}

async function showFile(at: Located, { accept }: ApiRequest): Promise<ApiAnswer> {
  const bytes = await at.state.git.blob(at.id)
  if (/application\/vnd\.github(\.v3)?\.raw/.test(accept)) {
    return {
      status: 200,
      body: bytes,
      headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }
    }
  }
  const small = bytes.length <= MAX_INLINE_BYTES
  const content = small ? bytes.toString('base64') : ''
  const encoding = small ? 'base64' : 'none'
  return ok({ ...description(at), type: 'file', size: bytes.length, encoding, content })
}

function description({ state, path, id, name }: Located): Record<string, unknown> {
  const url = `${state.apiUrl}/contents/${encodeURI(path)}?ref=${encodeURIComponent(name)}`
  const git = `${state.apiUrl}/git/blobs/${id}`
  const html = `${state.htmlUrl}/blob/${encodeURI(`${name}/${path}`)}`
  const links = { self: url, git, html }
  const file = path.slice(path.lastIndexOf('/') + 1)
  return { name: file, path, sha: id, url, git_url: git, html_url: html, download_url: html, _links: links }
}

async function putContents({ parameters, body }: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const path = parameters['path'] ?? ''
  const branch = textOf(body, 'branch') ?? state.defaultBranch
  const head = await state.git.ref(`refs/heads/${branch}`)
  if (head === undefined) return refuse(404, `Branch ${branch} not found`)
  const current = await state.git.objectAt(head, path)
  const expected = textOf(body, 'sha')
  if (current !== undefined && expected === undefined) {
    return refuse(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
  }
  if (current !== expected) return refuse(409, `${path} does not match ${expected ?? ''}`)
  const bytes = Buffer.from(textOf(body, 'content') ?? '', 'base64')
  const message = textOf(body, 'message') ?? ''
  const commit = await state.git.commitFiles({ parent: head, additions: [{ path, bytes }], message })
  if (!(await state.git.updateRef(`refs/heads/${branch}`, commit, head))) {
    return refuse(409, `is at ${(await state.git.ref(`refs/heads/${branch}`)) ?? ''} but expected ${head}`)
  }
  return written({ state, path, id: (await state.git.objectAt(commit, path)) ?? '', name: branch }, commit, {
    status: current === undefined ? 201 : 200,
    size: bytes.length
  })
}

async function written(
  at: Located,
  commit: string,
  { status, size }: { status: number; size: number }
): Promise<ApiAnswer> {
  const shown = gitCommit(at.state, await at.state.git.commitInfo(commit))
  const content = { ...description(at), type: 'file', size }
  return { status, body: { content, commit: { ...shown, html_url: commitPage(at.state, commit) } } }
}
