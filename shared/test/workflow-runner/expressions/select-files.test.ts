import { relative } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { selectFiles } from '../../../testing/workflow-runner/expressions/select-files.js'
import { inDirectory } from '../run-files.js'

const FILES = {
  'out/a.json': '',
  'out/b.txt': '',
  'out/deep/c.json': '',
  'out/.hidden/d.json': '',
  'other/e.json': '',
  'home/f.json': ''
}

describe('selectFiles', () => {
  const cases: [name: string, patterns: string, files: string[], root: string][] = [
    ['a directory with all in it', 'out/deep', ['out/deep/c.json'], 'out/deep'],
    ['one file, rooted at its directory', 'out/a.json', ['out/a.json'], 'out'],
    ['wildcards of one level', 'out/*.json', ['out/a.json'], 'out'],
    [
      'wildcards of all levels',
      '**/*.json',
      ['home/f.json', 'other/e.json', 'out/a.json', 'out/deep/c.json'],
      ''
    ],
    [
      'exclusions, later lines winning',
      'out\n!out/**/*.json\nout/a.json',
      ['out/a.json', 'out/b.txt'],
      'out'
    ],
    ['the common root of several', 'out/a.json\nother', ['other/e.json', 'out/a.json'], ''],
    ['comments and empty lines', '# all\n\nother', ['other/e.json'], 'other'],
    ['the home directory', '~/f.json', ['home/f.json'], 'home'],
    ['nothing', 'missing/**', [], 'missing']
  ]
  test.each(cases)('%s', async (_, patterns, files, root) => {
    await inDirectory(FILES, async directory => {
      const found = selectFiles(patterns, { directory, home: `${directory}/home`, excludeHidden: true })
      expect(found.files.map(file => relative(directory, file))).toEqual(files)
      expect(relative(directory, found.root)).toBe(root)
    })
  })

  test('hidden files when they are wanted', async () => {
    await inDirectory(FILES, async directory => {
      const found = selectFiles('out/.hidden', { directory, home: directory, excludeHidden: false })
      expect(found.files.map(file => relative(directory, file))).toEqual(['out/.hidden/d.json'])
      expect(selectFiles('out/.hidden', { directory, home: directory, excludeHidden: true }).files).toEqual(
        []
      )
    })
  })
})
