import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { git, gitLine } from './run-git.js'

/** Who a commit is by. */
export interface CommitIdentity {
  readonly name: string
  readonly email: string
}

export interface FileAddition {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface CommitRequest {
  /** The commit the files are put on top of; undefined makes a root commit. */
  readonly parent: string | undefined
  readonly additions: readonly FileAddition[]
  readonly deletions?: readonly string[]
  readonly message: string
  readonly author: CommitIdentity
  readonly committer?: CommitIdentity
}

/** Writes blobs, tree and commit into the object database and returns the commit id; no ref, index or file changes. */
export async function commitFiles(directory: string, request: CommitRequest): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'mlops-git-'))
  try {
    const tree = await writeTree(directory, request, join(scratch, 'index'))
    return await writeCommit(directory, tree, request)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function writeTree(directory: string, request: CommitRequest, indexFile: string): Promise<string> {
  const call = { directory, variables: { GIT_INDEX_FILE: indexFile } }
  await git(['read-tree', request.parent ?? '--empty'], call)
  await git(['update-index', '-z', '--index-info'], { ...call, input: await indexLines(directory, request) })
  return gitLine(['write-tree'], call)
}

async function indexLines(directory: string, request: CommitRequest): Promise<string> {
  const lines: string[] = []
  for (const path of request.deletions ?? []) lines.push(`0 ${'0'.repeat(40)}\t${path}\0`)
  for (const { path, bytes } of request.additions) {
    const blob = await gitLine(['hash-object', '-w', '--stdin'], { directory, input: bytes })
    lines.push(`100644 ${blob}\t${path}\0`)
  }
  return lines.join('')
}

async function writeCommit(directory: string, tree: string, request: CommitRequest): Promise<string> {
  const { author, committer = author } = request
  const variables = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email
  }
  const parent = request.parent === undefined ? [] : ['-p', request.parent]
  const input = request.message.replaceAll('\0', '')
  return gitLine(['commit-tree', tree, ...parent, '-F', '-'], { directory, input, variables })
}
