import {
  created,
  field,
  ok,
  reading,
  refuse,
  textOf,
  writing,
  type ApiAnswer,
  type ApiRequest,
  type RouteTable
} from '../api.js'
import type { TreeChange, TreeEntry } from '../bare-repository.js'
import type { GitHubState } from '../github-state.js'
import { gitCommit, nodeId } from '../representations.js'

/** Refs, commits, trees and blobs. */
export const gitDataRoutes: RouteTable = {
  'GET /git/ref/{ref}': reading('contents', async ({ parameters }, state) => {
    const name = `refs/${parameters['ref'] ?? ''}`
    const id = await state.git.ref(name)
    return id === undefined ? refuse(404) : ok(reference(state, name, id))
  }),
  'POST /git/refs': writing('contents', createRef),
  'PATCH /git/refs/{ref}': writing('contents', updateRef),
  'GET /git/commits/{commit_sha}': reading('contents', async ({ parameters }, state) => {
    const id = parameters['commit_sha'] ?? ''
    if ((await state.git.typeOf(id)) !== 'commit') return refuse(404)
    return ok(gitCommit(state, await state.git.commitInfo(id)))
  }),
  'POST /git/commits': writing('contents', createCommit),
  'GET /git/trees/{tree_sha}': reading('contents', async ({ parameters, query }, state) => {
    const name = parameters['tree_sha'] ?? ''
    const commit = await state.git.commit(name)
    const id = commit === undefined ? name : await state.git.objectAt(commit, '')
    if (id === undefined || (await state.git.typeOf(id)) !== 'tree') return refuse(404)
    return ok(await tree(state, id, query.has('recursive')))
  }),
  'POST /git/trees': writing('contents', createTree),
  'GET /git/blobs/{file_sha}': reading('contents', async ({ parameters }, state) => {
    const id = parameters['file_sha'] ?? ''
    if ((await state.git.typeOf(id)) !== 'blob') return refuse(404)
    const bytes = await state.git.blob(id)
    const url = blobUrl(state, id)
    return ok({
      sha: id,
      node_id: nodeId('B', id),
      size: bytes.length,
      url,
      content: bytes.toString('base64'),
      encoding: 'base64'
    })
  }),
  'POST /git/blobs': writing('contents', async ({ body }, state) => {
    const encoding = textOf(body, 'encoding') === 'base64' ? 'base64' : 'utf8'
    const id = await state.git.writeBlob(Buffer.from(textOf(body, 'content') ?? '', encoding))
    return created({ sha: id, url: blobUrl(state, id) })
  })
}

async function createRef({ body }: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const name = textOf(body, 'ref') ?? ''
  const id = textOf(body, 'sha') ?? ''
  if (!/^refs\/[^/]+\/./.test(name)) return refuse(422, 'Reference name must start with refs/')
  if ((await state.git.typeOf(id)) === undefined) return refuse(422, 'Object does not exist')
  if (await state.git.updateRef(name, id, undefined)) return created(reference(state, name, id))
  return refuse(422, 'Reference already exists')
}

async function updateRef({ parameters, body }: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const name = `refs/${parameters['ref'] ?? ''}`
  const id = textOf(body, 'sha') ?? ''
  const current = await state.git.ref(name)
  if (current === undefined) return refuse(422, 'Reference does not exist')
  if ((await state.git.typeOf(id)) !== 'commit') return refuse(422, 'Object does not exist')
  const forced = field(body, 'force') === true
  if (!forced && !(await state.git.isAncestor(current, id)))
    return refuse(422, 'Update is not a fast forward')
  if (await state.git.updateRef(name, id, current)) return ok(reference(state, name, id))
  return refuse(422, 'Reference cannot be updated')
}

async function createCommit({ body }: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  const treeId = textOf(body, 'tree') ?? ''
  const parents = strings(field(body, 'parents'))
  if ((await state.git.typeOf(treeId)) !== 'tree') return refuse(422, 'Tree SHA does not exist')
  for (const parent of parents) {
    if ((await state.git.typeOf(parent)) !== 'commit') return refuse(422, 'Parent SHA does not exist')
  }
  const id = await state.git.writeCommit(treeId, parents, textOf(body, 'message') ?? '')
  return created(gitCommit(state, await state.git.commitInfo(id)))
}

async function createTree({ body }: ApiRequest, state: GitHubState): Promise<ApiAnswer> {
  if ((await state.git.commit(state.defaultBranch)) === undefined) {
    return refuse(409, 'Git Repository is empty.')
  }
  const entries: unknown = field(body, 'tree')
  const changes: TreeChange[] = []
  for (const entry of Array.isArray(entries) ? entries : []) changes.push(await treeChange(entry, state))
  const id = await state.git.writeTree(textOf(body, 'base_tree'), changes)
  return created(await tree(state, id, false))
}

async function treeChange(entry: unknown, state: GitHubState): Promise<TreeChange> {
  const content = textOf(entry, 'content')
  const inline = content === undefined ? undefined : await state.git.writeBlob(Buffer.from(content))
  const id = inline ?? textOf(entry, 'sha') ?? null
  return { path: textOf(entry, 'path') ?? '', mode: textOf(entry, 'mode') ?? '100644', id }
}

async function tree(state: GitHubState, id: string, recursive: boolean): Promise<unknown> {
  const entries = await state.git.tree(id, recursive)
  const url = `${state.apiUrl}/git/trees/${id}`
  return { sha: id, url, tree: entries.map(entry => treeEntry(state, entry)), truncated: false }
}

function treeEntry(state: GitHubState, { path, mode, type, id, size }: TreeEntry): unknown {
  const url = type === 'blob' ? blobUrl(state, id) : `${state.apiUrl}/git/trees/${id}`
  return { path, mode, type, sha: id, url, ...(size === undefined ? {} : { size }) }
}

function reference(state: GitHubState, ref: string, sha: string): unknown {
  const object = { sha, type: 'commit', url: `${state.apiUrl}/git/commits/${sha}` }
  return { ref, node_id: nodeId('REF', ref), url: `${state.apiUrl}/git/${ref}`, object }
}

function blobUrl(state: GitHubState, id: string): string {
  return `${state.apiUrl}/git/blobs/${id}`
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
