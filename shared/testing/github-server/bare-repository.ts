import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commitFiles, type CommitRequest } from '../../src/adapters/git/commit-files.js'
import { git, gitLine, tryGit } from '../../src/adapters/git/run-git.js'

export interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly id: string
  readonly path: string
  /** Bytes of a blob. */
  readonly size: number | undefined
}

export interface TreeChange {
  readonly mode: string
  /** The blob or tree; null removes the path. */
  readonly id: string | null
  readonly path: string
}

export interface Person {
  readonly name: string
  readonly email: string
  readonly date: string
}

export interface CommitInfo {
  readonly id: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Person
  readonly committer: Person
  readonly message: string
}

const FORMAT = ['%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00')

/** A bare git repository worked on by plumbing only. */
export class BareRepository {
  readonly directory: string

  private constructor(directory: string) {
    this.directory = directory
  }

  static async create(directory: string, defaultBranch: string): Promise<BareRepository> {
    await git(['init', '--quiet', '--bare', '-b', defaultBranch, directory], { directory: tmpdir() })
    const settings = { 'http.receivepack': 'true', 'uploadpack.allowFilter': 'true' }
    for (const [name, value] of Object.entries(settings)) await git(['config', name, value], { directory })
    return new BareRepository(directory)
  }

  /** The object a full ref such as `refs/heads/main` points to. */
  async ref(name: string): Promise<string | undefined> {
    return this.#resolve(name)
  }

  /** The commit a branch, tag or id names. */
  async commit(name: string): Promise<string | undefined> {
    if (name.startsWith('-') || /[\s^~:?*[\\]|\.\./.test(name)) return undefined
    return (await this.#resolve(`refs/heads/${name}^{commit}`)) ?? this.#resolve(`${name}^{commit}`)
  }

  /** The object at a path of a commit or tree; '' is the root. */
  async objectAt(treeish: string, path: string): Promise<string | undefined> {
    return this.#resolve(`${treeish}:${path}`)
  }

  async typeOf(id: string): Promise<string | undefined> {
    const result = await tryGit(['cat-file', '-t', id], { directory: this.directory })
    return result.exitCode === 0 ? result.output.toString('utf8').trim() : undefined
  }

  async blob(id: string): Promise<Buffer> {
    return git(['cat-file', 'blob', id], { directory: this.directory })
  }

  async tree(treeish: string, recursive = false): Promise<readonly TreeEntry[]> {
    const flags = recursive ? ['-r', '-t'] : []
    const output = await git(['ls-tree', '-z', '-l', ...flags, treeish], { directory: this.directory })
    return output.toString('utf8').split('\0').slice(0, -1).map(treeEntry)
  }

  async commitInfo(id: string): Promise<CommitInfo> {
    const output = await git(['log', '-1', `--format=${FORMAT}`, id, '--'], { directory: this.directory })
    const [tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
      output.toString('utf8').split('\0')
    return {
      id,
      tree,
      parents: parents.split(' ').filter(parent => parent !== ''),
      author: { name: an, email: ae, date: ad },
      committer: { name: cn, email: ce, date: cd },
      message: message.trimEnd()
    }
  }

  async writeBlob(bytes: Uint8Array): Promise<string> {
    return gitLine(['hash-object', '-w', '--stdin'], { directory: this.directory, input: bytes })
  }

  async writeTree(base: string | undefined, changes: readonly TreeChange[]): Promise<string> {
    const scratch = await mkdtemp(join(tmpdir(), 'github-tree-'))
    const call = { directory: this.directory, variables: { GIT_INDEX_FILE: join(scratch, 'index') } }
    const lines = changes.map(({ mode, id, path }) =>
      id === null ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${id}\t${path}\0`
    )
    try {
      await git(['read-tree', base ?? '--empty'], call)
      await git(['update-index', '-z', '--index-info'], { ...call, input: lines.join('') })
      return await gitLine(['write-tree'], call)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }

  async writeCommit(tree: string, parents: readonly string[], message: string): Promise<string> {
    const args = ['commit-tree', tree, ...parents.flatMap(parent => ['-p', parent]), '-F', '-']
    return gitLine(args, { directory: this.directory, input: message, variables: BOT })
  }

  /** Commits files on top of `parent`, on no branch yet. */
  async commitFiles(request: Omit<CommitRequest, 'author'> & Partial<CommitRequest>): Promise<string> {
    const author = { name: BOT.GIT_AUTHOR_NAME, email: BOT.GIT_AUTHOR_EMAIL }
    return commitFiles(this.directory, { author, ...request })
  }

  /** Compare-and-swap of a ref; `expected` undefined means that it must not exist. */
  async updateRef(name: string, id: string, expected: string | undefined): Promise<boolean> {
    const args = ['update-ref', name, id, expected ?? '']
    return (await tryGit(args, { directory: this.directory })).exitCode === 0
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const args = ['merge-base', '--is-ancestor', ancestor, descendant]
    return (await tryGit(args, { directory: this.directory })).exitCode === 0
  }

  async #resolve(expression: string): Promise<string | undefined> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', expression]
    const result = await tryGit(args, { directory: this.directory })
    return result.exitCode === 0 ? result.output.toString('utf8').trim() : undefined
  }
}

const BOT = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com'
}

function treeEntry(line: string): TreeEntry {
  const [, mode = '', type = '', id = '', size = '-', path = ''] =
    /^(\d+) (\w+) ([0-9a-f]+) +(-|\d+)\t(.*)$/s.exec(line) ?? []
  return { mode, type, id, path, size: size === '-' ? undefined : Number(size) }
}
