import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { DirectoryTextFiles } from '../../../src/adapters/files/directory-text-files.js'

describe('DirectoryTextFiles', () => {
  let directory: string
  let files: DirectoryTextFiles
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'text-files-'))
    files = new DirectoryTextFiles(directory)
    await mkdir(join(directory, 'forms', 'inner'), { recursive: true })
    await writeFile(join(directory, 'forms', 'b.yml'), 'é')
    await writeFile(join(directory, 'forms', 'a.yml'), 'x'.repeat(10))
  })
  afterEach(async () => rm(directory, { recursive: true, force: true }))

  test('reads relative and absolute paths', async () => {
    expect(await files.read('forms/b.yml')).toBe('é')
    expect(await files.read(join(directory, 'forms', 'b.yml'))).toBe('é')
  })

  test.each(['none.yml', 'forms', 'forms/a.yml/deeper'])('finds no text at %s', async path => {
    expect(await files.read(path)).toBeUndefined()
  })

  test('does not wait for a named pipe', async () => {
    execFileSync('mkfifo', [join(directory, 'pipe.yml')])
    expect(await files.read('pipe.yml')).toBeUndefined()
    expect(await files.list('.')).toEqual([])
  })

  test('follows links as long as they stay inside', async () => {
    await symlink(join('forms', 'b.yml'), join(directory, 'inside.yml'))
    expect(await files.read('inside.yml')).toBe('é')
    for (const [name, target] of Object.entries({ 'absolute.yml': '/proc/self/environ', 'up.yml': '../..' }))
      await symlink(target, join(directory, name))
    await symlink('/', join(directory, 'forms', 'root'))
    for (const path of ['absolute.yml', 'up.yml', 'forms/root/etc/passwd', '../../etc/passwd'])
      await expect(files.read(path)).rejects.toMatchObject({ code: 'file-outside' })
  })

  test('refuses a file that is larger than asked for', async () => {
    expect(await files.read('forms/a.yml', 10)).toHaveLength(10)
    await expect(files.read('forms/a.yml', 9)).rejects.toMatchObject({ code: 'file-too-large' })
  })

  test('lists the files of a directory in order', async () => {
    expect(await files.list('forms')).toEqual(['a.yml', 'b.yml'])
    expect(await files.list('none')).toEqual([])
  })
})
