import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRelease, type ReleaseRequest } from '../../scripts/release/make-release.js'

/** A repository to release from, with a remote, on branch `main`. */
export interface ReleaseRepository {
  readonly directory: string
  readonly remote: string
  /** Where processes of a test put their temporary files. */
  readonly temporary: string
  git(...args: readonly string[]): string
  /** Commits a file. */
  commit(path: string, text: string): string
  /** Refs of the remote by name. */
  remoteRefs(): ReadonlyMap<string, string>
  /** Everything a release must leave alone: branch, HEAD, index, files, stash, worktrees, configuration. */
  state(): unknown
  /** Releases; the build writes one file unless `changes` says otherwise. */
  release(version: string, changes?: Partial<ReleaseRequest>): Promise<readonly string[]>
}

const opened: string[] = []

/** A new repository with one commit. */
export function openReleaseRepository(): ReleaseRepository {
  const root = mkdtempSync(join(tmpdir(), 'release-test-'))
  opened.push(root)
  const [directory, remote, temporary] = ['project', 'remote.git', 'temporary'].map(name =>
    join(root, name)
  ) as [string, string, string]
  const run = (where: string, ...args: readonly string[]) =>
    execFileSync('git', ['-C', where, ...args], { encoding: 'utf8', stdio: 'pipe' }).trimEnd()
  mkdirSync(temporary)
  execFileSync('git', ['init', '-q', '-b', 'main', directory])
  execFileSync('git', ['init', '-q', '--bare', remote])
  const git = (...args: readonly string[]) => run(directory, ...args)
  git('config', 'user.name', 'Releaser')
  git('config', 'user.email', 'releaser@example.test')
  git('remote', 'add', 'origin', remote)
  const repository: ReleaseRepository = {
    directory,
    remote,
    temporary,
    git,
    commit: (path, text) => {
      writeFileSync(join(directory, path), text)
      git('add', path)
      git('commit', '-q', '-m', `Write ${path}`)
      return git('rev-parse', 'HEAD')
    },
    remoteRefs: () =>
      new Map(
        run(remote, 'for-each-ref', '--format=%(refname) %(objectname)')
          .split('\n')
          .filter(line => line !== '')
          .map(line => line.split(' ') as [string, string])
      ),
    state: () => ({
      head: readFileSync(join(directory, '.git/HEAD'), 'utf8'),
      commit: git('rev-parse', 'HEAD'),
      index: git('ls-files', '--stage'),
      config: readFileSync(join(directory, '.git/config'), 'utf8'),
      inGit: readdirSync(join(directory, '.git')).sort(),
      branches: git('for-each-ref', 'refs/heads', 'refs/stash', 'refs/remotes'),
      files: readdirSync(directory).sort()
    }),
    release: async (version, changes = {}) => {
      const lines: string[] = []
      await makeRelease({ ...requestFor(directory, version), say: line => lines.push(line), ...changes })
      return lines
    }
  }
  repository.commit('.gitignore', 'dist/\n')
  return repository
}

function requestFor(repository: string, version: string): ReleaseRequest {
  return {
    ...{ repository, version, dryRun: false, pushTo: undefined },
    build: writesDist('bundle'),
    rehearse: () => Promise.resolve(),
    say: () => undefined
  }
}

/** A build that writes `dist/train/index.js`. */
export const writesDist =
  (text: string): ReleaseRequest['build'] =>
  async checkout => {
    mkdirSync(join(checkout, 'dist/train'), { recursive: true })
    writeFileSync(join(checkout, 'dist/train/index.js'), text)
  }

/** Removes the repositories of a test file: for `afterAll`. */
export function removeReleaseRepositories(): void {
  for (const root of opened.splice(0)) rmSync(root, { recursive: true, force: true })
}
