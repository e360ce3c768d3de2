import { mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { workspaceFiles } from '../../src/tables/dataset/workspace-files.js'
import { useTemporaryFolder } from './temporary-folder.js'

const inFolder = useTemporaryFolder()
const inWorkspace = (...names: string[]) => inFolder('work', ...names)

beforeEach(async () => {
  await mkdir(inWorkspace('data'), { recursive: true })
  await mkdir(inFolder('work-of-others'))
  await writeFile(inFolder('work-of-others', 'secret.csv'), 'x\n9\n')
  await writeFile(inWorkspace('data', 'b.csv'), 'x\n2\n')
  await writeFile(inWorkspace('data', 'a.csv'), 'x\n1\n')
  await writeFile(inWorkspace('data', 'notes.txt'), 'hello')
  await writeFile(inWorkspace('elsewhere.csv'), 'x\n3\n')
})

/** Name and content of every file. */
async function found(path: string) {
  const files = await workspaceFiles(path, inWorkspace())
  return Promise.all(files.map(async file => [file.name, await readFile(file.path, 'utf8')]))
}

describe('workspaceFiles finds', () => {
  test('one file', async () => expect(await found('data/a.csv')).toEqual([['a.csv', 'x\n1\n']]))

  test('the data files of a directory, in name order', async () =>
    expect(await found('data')).toEqual([
      ['a.csv', 'x\n1\n'],
      ['b.csv', 'x\n2\n']
    ]))

  test('an absolute path inside the workspace', async () =>
    expect(await found(inWorkspace('data', 'b.csv'))).toEqual([['b.csv', 'x\n2\n']]))

  test('what a link inside the workspace leads to, under the name of the link', async () => {
    await symlink('../elsewhere.csv', inWorkspace('data', 'c.csv'))
    expect((await found('data')).at(-1)).toEqual(['c.csv', 'x\n3\n'])
    const files = await workspaceFiles('data', inWorkspace())
    expect(files.at(-1)?.path).toBe(await realpath(inWorkspace('elsewhere.csv')))
  })

  test('a directory through a link', async () => {
    await symlink('data', inWorkspace('link'))
    expect((await found('link')).map(([name]) => name)).toEqual(['a.csv', 'b.csv'])
  })

  test('files of a workspace that is itself behind a link', async () => {
    await symlink(inWorkspace(), inFolder('to-work'))
    const files = await workspaceFiles('data', inFolder('to-work'))
    expect(files.map(({ name }) => name)).toEqual(['a.csv', 'b.csv'])
  })
})

describe('workspaceFiles refuses', () => {
  const leads = /leads out of the workspace/
  const holds = /holds no data file/

  test.each([
    { name: 'a path upwards', path: '../work-of-others/secret.csv', says: leads },
    { name: 'a path upwards from a directory', path: 'data/../../work-of-others', says: leads },
    { name: 'a file that is not there', path: 'data/none.csv', says: holds },
    { name: 'a directory without data', path: 'empty', says: holds },
    { name: 'a link to a directory outside', path: 'out', says: leads },
    { name: 'a link to a file outside', path: 'mixed/z.csv', says: leads },
    { name: 'a directory in which one file is a link to outside', path: 'mixed', says: leads },
    { name: 'a directory in which a link leads out through a link', path: 'twice', says: leads },
    { name: 'a directory with a link to nothing', path: 'broken', says: holds },
    { name: 'a directory with a link to itself', path: 'loop', says: holds }
  ])('$name', async ({ path, says }) => {
    for (const directory of ['empty', 'mixed', 'twice', 'broken', 'loop']) await mkdir(inWorkspace(directory))
    await symlink('../work-of-others', inWorkspace('out'))
    await writeFile(inWorkspace('mixed', 'a.csv'), 'x\n1\n')
    await symlink('../../work-of-others/secret.csv', inWorkspace('mixed', 'z.csv'))
    await symlink('../out/secret.csv', inWorkspace('twice', 'a.csv'))
    await symlink('nowhere.csv', inWorkspace('broken', 'a.csv'))
    await symlink('a.csv', inWorkspace('loop', 'a.csv'))
    await expect(workspaceFiles(path, inWorkspace())).rejects.toMatchObject({
      code: 'dataset-missing',
      message: expect.stringMatching(says)
    })
  })
})
