import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { branchName, commitId, remoteName, repositoryPath } from '../../../src/adapters/git/git-names.js'

describe('branchName', () => {
  test.each(['main', 'mlops-history', 'mlops/history_v1.2', 'a', '0'])('%j is taken', name => {
    expect(branchName(name)).toBe(name)
  })

  test.each([
    '',
    '-x',
    '--upload-pack=id',
    'a..b',
    'a//b',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a@{1}',
    'HEAD',
    'refs/heads/a',
    'a\n',
    'é',
    'a'.repeat(201)
  ])('%j is refused', name => {
    expect(() => branchName(name)).toThrow(expect.objectContaining({ code: 'branch-name-invalid' }))
  })

  test('whatever is taken, git takes too', () => {
    const characters = fc.constantFrom(...'ab0._/-@{~^: \\?*[.lock'.split(''), '.lock', '..', '/.')
    const names = fc.array(characters, { minLength: 1, maxLength: 8 }).map(parts => parts.join(''))
    const accepted = fc.sample(names, { numRuns: 4000, seed: 7 }).filter(name => {
      try {
        return branchName(name) !== ''
      } catch {
        return false
      }
    })
    expect(accepted.length).toBeGreaterThan(20)
    for (const name of new Set(accepted.slice(0, 150))) {
      expect(() =>
        execFileSync('git', ['check-ref-format', '--branch', name], { stdio: 'ignore' })
      ).not.toThrow()
    }
  })
})

describe('repositoryPath', () => {
  test.each(['a', 'a/b.json', '.github/mlops.yml', 'モデル/✅.md', 'a b/c', '.gitignore', '-x', 'a/...'])(
    '%j is taken',
    path => {
      expect(repositoryPath(path)).toBe(path)
    }
  )

  test.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/..',
    'a/./b',
    '.git',
    'a/.Git/hooks/x',
    '.git ',
    '.git.',
    'git~1/x',
    'a\\b',
    'a\nb',
    'a\0b',
    '\u007f',
    `${'a/'.repeat(3000)}b`,
    'é'.repeat(128)
  ])('%j is refused', path => {
    expect(() => repositoryPath(path)).toThrow(expect.objectContaining({ code: 'repository-path-invalid' }))
  })
})

test.each(['', 'abc', 'HEAD', 'A'.repeat(40), `${'a'.repeat(40)}\n`, 'a'.repeat(41)])(
  'no commit id: %j',
  id => {
    expect(() => commitId(id)).toThrow(expect.objectContaining({ code: 'commit-id-invalid' }))
  }
)

test.each(['', '-o', '--exec=x', 'a b', '../x', 'https://x/y', 'a..b'])('no remote: %j', name => {
  expect(() => remoteName(name)).toThrow(expect.objectContaining({ code: 'remote-name-invalid' }))
})
