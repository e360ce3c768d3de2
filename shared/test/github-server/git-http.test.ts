import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { clone, temporaryFolder, userGit, type Folder } from '../adapters/git/git-place.js'
import { serverPlace } from './server-place.js'

describe('git over smart HTTP', () => {
  let place: Awaited<ReturnType<typeof serverPlace>>
  let folder: Folder

  beforeEach(async () => {
    place = await serverPlace({ private: true })
    folder = await temporaryFolder()
  })

  afterEach(async () => {
    await place.server.close()
    await folder.remove()
  })

  const address = (token?: string) => {
    const login = token === undefined ? '' : `x-access-token:${token}@`
    return `${place.server.url.replace('//', `//${login}`)}/o/r.git`
  }

  async function commitFile(directory: string, name: string): Promise<void> {
    await mkdir(join(directory, 'runs'), { recursive: true })
    await writeFile(join(directory, 'runs', name), name)
    await userGit(directory, 'add', '.')
    await userGit(directory, 'commit', '-q', '-m', name)
  }

  test('pushes at the same time: one wins, the others rebase, all land', async () => {
    const names = ['a', 'b', 'c', 'd']
    const push = async (name: string) => {
      const directory = await clone(address(place.token), join(folder.path, name))
      await commitFile(directory, name)
      for (;;) {
        try {
          return await userGit(directory, 'push', '-q', 'origin', 'HEAD:main')
        } catch {
          await userGit(directory, 'fetch', '-q', 'origin', 'main')
          await userGit(directory, 'rebase', '-q', 'FETCH_HEAD')
        }
      }
    }
    await Promise.all(names.map(push))
    const files = await place.server.state.git.tree('refs/heads/main', true)
    expect(files.map(({ path }) => path).filter(path => path.startsWith('runs/'))).toEqual(
      names.map(name => `runs/${name}`)
    )
  })

  test('the API sees what was pushed', async () => {
    const directory = await clone(address(place.token), join(folder.path, 'one'))
    await commitFile(directory, 'pushed')
    await userGit(directory, 'push', '-q', 'origin', 'HEAD:refs/heads/topic')
    expect((await place.call('GET', '/contents/runs/pushed?ref=topic')).status).toBe(200)
  })

  test('a private repository is closed to strangers, and a reader cannot push', async () => {
    await expect(clone(address(), join(folder.path, 'anonymous'))).rejects.toThrow(
      /could not read|Authentication/
    )
    await expect(clone(address('ghs_wrong'), join(folder.path, 'wrong'))).rejects.toThrow(
      'Authentication failed'
    )
    const reader = place.server.tokens.issue({ permissions: { contents: 'read' } })
    const directory = await clone(address(reader), join(folder.path, 'reader'))
    await commitFile(directory, 'x')
    await expect(userGit(directory, 'push', '-q', 'origin', 'HEAD:main')).rejects.toThrow('403')
  })
})
