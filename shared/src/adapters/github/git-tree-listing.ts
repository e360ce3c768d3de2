import { ServiceError } from '../../errors.js'
import type { GitHubClient, RepositoryName } from './github-client.js'

export interface TreeListing {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  readonly commit: string
  /** `/`-separated; '' is the root. */
  readonly directory: string
}

const ROUTE = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}'

/** Paths of all files under a directory at a commit; no such directory is no files. */
export async function listTree(listing: TreeListing): Promise<readonly string[]> {
  const tree = await findDirectory(listing)
  if (tree === undefined) return []
  const prefix = listing.directory === '' ? '' : `${listing.directory}/`
  return (await filesBelow(listing, tree)).map(path => prefix + path)
}

async function findDirectory(listing: TreeListing): Promise<string | undefined> {
  let tree = listing.commit
  for (const name of listing.directory === '' ? [] : listing.directory.split('/')) {
    const entry = (await level(listing, tree)).find(({ path, type }) => path === name && type === 'tree')
    if (entry === undefined) return undefined
    tree = entry.sha
  }
  return tree
}

async function filesBelow(listing: TreeListing, tree: string): Promise<string[]> {
  const { client, repository } = listing
  const { data } = await client.request(ROUTE, { ...repository, tree_sha: tree, recursive: '1' })
  if (!data.truncated) return data.tree.flatMap(({ type, path }) => (type === 'blob' ? [path] : []))
  // GitHub cuts recursive answers at 100,000 entries; level by level each answer is small.
  const paths: string[] = []
  for (const { path, type, sha } of await level(listing, tree)) {
    if (type === 'blob') paths.push(path)
    if (type === 'tree') paths.push(...(await filesBelow(listing, sha)).map(below => `${path}/${below}`))
  }
  return paths
}

interface TreeEntry {
  readonly path: string
  readonly type: string
  readonly sha: string
}

async function level({ client, repository }: TreeListing, tree: string): Promise<readonly TreeEntry[]> {
  const { data } = await client.request(ROUTE, { ...repository, tree_sha: tree })
  if (!data.truncated) return data.tree
  throw new ServiceError('github-listing-truncated', 'a directory has more files than GitHub lists')
}
