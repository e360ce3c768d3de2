import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GitHistoryLog } from '../../../src/adapters/git/git-history-log.js'
import { historyLogContract } from '../../../testing/contracts/history-log-contract.js'
import { droppedConnection } from '../../../testing/failure-plan.js'
import { startGitHubServer } from '../../../testing/github-server/github-server.js'
import {
  bareRepository,
  checkedOutRepository,
  clone,
  temporaryFolder,
  userGit,
  type Folder
} from './git-place.js'

const BRANCH = 'mlops-history'
const AUTHOR = { name: 'mlops', email: 'mlops@users.noreply.github.com' }
const FILES = [{ path: 'history/a.json', text: '{"sequence":1}' }]

function logIn(directory: string, remote?: string): GitHistoryLog {
  const options = { directory, branch: BRANCH, author: AUTHOR }
  return new GitHistoryLog(remote === undefined ? options : { ...options, remote })
}

historyLogContract('GitHistoryLog in a bare repository', async () => {
  const folder = await temporaryFolder()
  const directory = await bareRepository(folder.path)
  return { open: () => logIn(directory), close: () => folder.remove() }
})

historyLogContract('GitHistoryLog in a checkout', async () => {
  const folder = await temporaryFolder()
  const directory = await checkedOutRepository(folder.path)
  return { open: () => logIn(directory), close: () => folder.remove() }
})

historyLogContract('GitHistoryLog with a remote, every job its own clone', async () => {
  const folder = await temporaryFolder()
  const remote = await bareRepository(folder.path)
  let clones = 0
  return {
    open: async () => logIn(await clone(remote, join(folder.path, `clone-${++clones}`)), 'origin'),
    close: () => folder.remove()
  }
})

historyLogContract('GitHistoryLog over smart HTTP, all in one clone', async () => {
  const folder = await temporaryFolder()
  const server = await startGitHubServer({ repository: 'o/r', private: true })
  const address = server.url.replace('//', `//x-access-token:${server.tokens.issue()}@`)
  const directory = await clone(`${address}/o/r.git`, join(folder.path, 'clone'))
  return {
    open: () => logIn(directory, 'origin'),
    close: async () => {
      await server.close()
      await folder.remove()
    }
  }
})

describe('GitHistoryLog', () => {
  let folder: Folder

  beforeEach(async () => {
    folder = await temporaryFolder()
  })

  afterEach(() => folder.remove())

  test.each([undefined, 'origin'])(
    'working tree, index and HEAD stay as they are (remote %s)',
    async remote => {
      const origin = await bareRepository(folder.path)
      const directory = await checkedOutRepository(folder.path)
      await userGit(directory, 'remote', 'add', 'origin', origin)
      await writeFile(join(directory, 'staged.txt'), 'staged')
      await userGit(directory, 'add', 'staged.txt')
      await writeFile(join(directory, 'staged.txt'), 'and changed again')
      await writeFile(join(directory, 'untracked.txt'), 'untracked')
      const look = async () => ({
        status: await userGit(directory, 'status', '--porcelain=v2', '--branch'),
        head: await readFile(join(directory, '.git/HEAD'), 'utf8'),
        main: await userGit(directory, 'rev-parse', 'main'),
        staged: await userGit(directory, 'ls-files', '--stage')
      })
      const before = await look()
      const log = logIn(directory, remote)
      await log.append(undefined, FILES, 'first')
      await log.append(await log.head(), [{ path: 'history/b.json', text: 'B' }], 'second')
      expect(await look()).toEqual(before)
      expect(await userGit(directory, 'branch', '--list', BRANCH)).toBe(remote === undefined ? BRANCH : '')
    }
  )

  test('commits carry author and message, and the first has no parent', async () => {
    const directory = await checkedOutRepository(folder.path)
    await logIn(directory).append(undefined, FILES, 'Record train-1\n\nDecision: ✅ pass')
    const shown = await userGit(directory, 'log', '--format=%an <%ae>|%cn|%P|%B', BRANCH)
    expect(shown).toBe('mlops <mlops@users.noreply.github.com>|mlops||Record train-1\n\nDecision: ✅ pass')
  })

  test('git finds nothing to complain about in the repository', async () => {
    const directory = await bareRepository(folder.path)
    const log = logIn(directory)
    await log.append(undefined, FILES, 'first')
    await log.append(await log.head(), [{ path: 'history/sub/b.json', text: 'B' }], 'second')
    expect(await userGit(directory, 'fsck', '--strict', '--no-dangling')).toBe('')
  })

  test('a branch that is checked out is left alone', async () => {
    const directory = await checkedOutRepository(folder.path)
    await userGit(directory, 'checkout', '-q', '-b', BRANCH)
    const log = logIn(directory)
    const appending = log.append(await log.head(), FILES, 'x')
    await expect(appending).rejects.toMatchObject({ code: 'branch-checked-out' })
  })

  test('hooks of the repository do not run', async () => {
    const origin = await bareRepository(folder.path)
    const directory = await clone(origin, join(folder.path, 'clone'))
    await mkdir(join(directory, '.git/hooks'), { recursive: true })
    for (const hook of ['pre-push', 'reference-transaction', 'post-index-change']) {
      const file = join(directory, '.git/hooks', hook)
      await writeFile(file, `#!/bin/sh\ntouch '${folder.path}/ran'\nexit 1\n`)
      await chmod(file, 0o755)
    }
    expect((await logIn(directory, 'origin').append(undefined, FILES, 'x')).appended).toBe(true)
    await expect(readFile(join(folder.path, 'ran'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('a remote that refuses the branch is an error that names the permission', async () => {
    const server = await startGitHubServer({ repository: 'o/r', private: true })
    try {
      const token = server.tokens.issue({ permissions: { contents: 'read' } })
      const address = server.url.replace('//', `//x-access-token:${token}@`)
      const directory = await clone(`${address}/o/r.git`, join(folder.path, 'clone'))
      const refused = await logIn(directory, 'origin')
        .append(undefined, FILES, 'x')
        .catch((error: unknown) => error)
      expect(refused).toMatchObject({
        code: 'git-push-failed',
        retryable: false,
        hint: expect.stringContaining('contents: write')
      })
      expect(String(refused)).not.toContain(token)
    } finally {
      await server.close()
    }
  })

  test('a push whose answer is lost counts', async () => {
    const server = await startGitHubServer({ repository: 'o/r' })
    try {
      const address = server.url.replace('//', `//x-access-token:${server.tokens.issue()}@`)
      const directory = await clone(`${address}/o/r.git`, join(folder.path, 'clone'))
      server.failures.add(/^POST .*git-receive-pack$/, droppedConnection('handling'))
      const log = logIn(directory, 'origin')
      const result = await log.append(undefined, FILES, 'x')
      expect(result).toEqual({ appended: true, commit: await log.head(), url: undefined })
      server.failures.add(/^POST .*git-receive-pack$/, droppedConnection(), 5)
      const failing = log.append(await log.head(), [{ path: 'b', text: 'B' }], 'y')
      await expect(failing).rejects.toMatchObject({ code: 'git-push-failed', retryable: true })
    } finally {
      await server.close()
    }
  })

  test('a protected branch is an error, not a head that moved', async () => {
    const origin = await bareRepository(folder.path)
    const hook = join(origin, 'hooks/pre-receive')
    await mkdir(join(origin, 'hooks'), { recursive: true })
    await writeFile(hook, '#!/bin/sh\necho "protected branch" >&2\nexit 1\n')
    await chmod(hook, 0o755)
    const directory = await clone(origin, join(folder.path, 'clone'))
    const appending = logIn(directory, 'origin').append(undefined, FILES, 'x')
    await expect(appending).rejects.toMatchObject({ code: 'git-push-failed', retryable: false })
  })

  test('a folder that is no repository, and a remote that is none, are told apart', async () => {
    await expect(logIn(folder.path).head()).rejects.toMatchObject({ code: 'git-repository-missing' })
    await expect(logIn(join(folder.path, 'nowhere')).head()).rejects.toMatchObject({ code: 'git-not-usable' })
    const directory = await checkedOutRepository(folder.path)
    await expect(logIn(directory, 'origin').head()).rejects.toMatchObject({ code: 'git-remote-missing' })
    await userGit(directory, 'remote', 'add', 'origin', 'http://127.0.0.1:1/o/r.git')
    const unreachable = { code: 'git-remote-unreachable', retryable: true }
    await expect(logIn(directory, 'origin').head()).rejects.toMatchObject(unreachable)
  })

  test('a shallow checkout can write and read', async () => {
    const server = await startGitHubServer({ repository: 'o/r' })
    try {
      const address = server.url.replace('//', `//x-access-token:${server.tokens.issue()}@`)
      const full = await clone(`${address}/o/r`, join(folder.path, 'full'))
      await logIn(full, 'origin').append(undefined, FILES, 'first')
      const shallow = join(folder.path, 'shallow')
      await userGit(folder.path, 'clone', '-q', '--depth', '1', `${address}/o/r`, shallow)
      const log = logIn(shallow, 'origin')
      const head = (await log.head()) ?? ''
      expect(await log.read(head, 'history/a.json')).toBe('{"sequence":1}')
      expect((await log.append(head, [{ path: 'b', text: 'B' }], 'second')).appended).toBe(true)
    } finally {
      await server.close()
    }
  })

  test('inherited repository variables lead nowhere else', async () => {
    const directory = await bareRepository(folder.path)
    process.env['GIT_DIR'] = join(folder.path, 'elsewhere')
    process.env['GIT_INDEX_FILE'] = join(folder.path, 'elsewhere/index')
    try {
      expect((await logIn(directory).append(undefined, FILES, 'x')).appended).toBe(true)
    } finally {
      delete process.env['GIT_DIR']
      delete process.env['GIT_INDEX_FILE']
    }
  })

  test.each(['-x', 'a..b', '', 'HEAD'])('the branch %j is refused', branch => {
    const open = () => new GitHistoryLog({ directory: folder.path, branch, author: AUTHOR })
    expect(open).toThrow(expect.objectContaining({ code: 'branch-name-invalid' }))
  })
})
