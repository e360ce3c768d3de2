import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** The checkout of a job, with its store in `.mlops`. */
export class Workspace {
  /** Holds the checkout and, beside it, what the runner keeps for itself. */
  readonly root: string
  readonly directory: string

  constructor(root: string) {
    this.root = root
    this.directory = join(root, 'checkout')
    mkdirSync(this.directory, { recursive: true })
  }

  path(path: string): string {
    return join(this.directory, path)
  }

  /** Writes a file of the checkout. */
  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    writeFileSync(this.path(path), content)
  }

  /** Writes a file of the store. */
  store(key: string, content: string | Uint8Array): void {
    this.write(`.mlops/${key}`, content)
  }

  has(path: string): boolean {
    return existsSync(this.path(path))
  }

  text(path: string): string {
    return readFileSync(this.path(path), 'utf8')
  }

  bytes(path: string): Buffer {
    return readFileSync(this.path(path))
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true })
  }

  /** Makes the checkout a git repository with one commit on `main`. */
  initialiseGit(): void {
    const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.test']
    const git = (...args: string[]) => execFileSync('git', ['-C', this.directory, ...identity, ...args])
    git('init', '-q', '-b', 'main')
    git('commit', '-q', '--allow-empty', '-m', 'First commit')
  }

  /** A record of the store. */
  record(key: string): Record<string, unknown> {
    return JSON.parse(this.text(`.mlops/${key}`)) as Record<string, unknown>
  }

  /** Keys of the store below a directory. */
  keys(directory: string): string[] {
    const root = this.path('.mlops')
    const below = join(root, directory)
    if (!existsSync(below)) return []
    const entries = readdirSync(below, { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => relative(root, join(entry.parentPath, entry.name)))
      .sort()
  }

  /** A copy of the checkout as it is now. */
  copy(): Workspace {
    const copy = openWorkspace()
    cpSync(this.directory, copy.directory, { recursive: true })
    return copy
  }
}

const opened: string[] = []

/** A new, empty workspace. */
export function openWorkspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'mlops-acceptance-'))
  opened.push(root)
  return new Workspace(root)
}

/** Removes every workspace of the test file: for `afterAll`. */
export function removeWorkspaces(): void {
  for (const root of opened.splice(0)) rmSync(root, { recursive: true, force: true, maxRetries: 5 })
}
