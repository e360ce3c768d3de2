import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Tester',
  GIT_AUTHOR_EMAIL: 'tester@example.test',
  GIT_COMMITTER_NAME: 'Tester',
  GIT_COMMITTER_EMAIL: 'tester@example.test'
}

export interface Folder {
  readonly path: string
  remove(): Promise<void>
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'git-place-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }) }
}

/** Runs git as a person would, and gives what it prints. */
export async function userGit(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', directory, ...args], { env: { ...process.env, ...IDENTITY } })
  return stdout.trim()
}

export async function bareRepository(folder: string): Promise<string> {
  const path = join(folder, 'bare.git')
  await run('git', ['init', '-q', '--bare', '-b', 'main', path])
  return path
}

/** A repository with one commit on main and that checked out. */
export async function checkedOutRepository(folder: string): Promise<string> {
  const path = join(folder, 'checkout')
  await run('git', ['init', '-q', '-b', 'main', path])
  await userGit(path, 'commit', '-q', '--allow-empty', '-m', 'First commit')
  return path
}

export async function clone(from: string, to: string): Promise<string> {
  await run('git', ['clone', '-q', from, to], { env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } })
  return to
}
