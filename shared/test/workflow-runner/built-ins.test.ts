import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runWorkflow } from '../../testing/workflow-runner/index.js'
import { annotationsOf, FAST, FILE, inDirectory, logOf, runSteps, runText, workflowOf } from './run-files.js'

const EVENT = { name: 'workflow_dispatch', payload: {} }

function git(directory: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main']
  return execFileSync('git', [...identity, ...args], { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim()
}

describe('actions/checkout', () => {
  test('copies tracked files as they are now, and nothing else', async () => {
    const text = workflowOf(
      '- {uses: actions/checkout@v7, with: {path: sub, fetch-depth: 0}}\n- run: cd sub; ls -A | sort; cat kept.txt'
    )
    const files = { [FILE]: text, 'kept.txt': 'committed', 'gone.txt': '', 'untracked.txt': '' }
    await inDirectory(files, async root => {
      git(root, 'init', '--quiet')
      git(root, 'add', FILE, 'kept.txt', 'gone.txt')
      execFileSync('sh', ['-c', 'echo changed > kept.txt; rm gone.txt'], { cwd: root })
      const run = await runWorkflow({ file: FILE, repositoryRoot: root, event: EVENT })
      expect(run.triggered && logOf(run, '__run')).toBe('.github\nkept.txt\nchanged')
    })
  })

  test('clones a bare repository at the sha, a branch or a tag', async () => {
    const text = workflowOf(`- {id: it, uses: actions/checkout@v7}
- run: cat f; git branch --show-current
- {uses: actions/checkout@v7, with: {ref: other, path: other}}
- run: cat other/f; git -C other branch --show-current
- {uses: actions/checkout@v7, with: {ref: v1, path: tag}}
- run: cat tag/f`)
    await inDirectory({ [FILE]: text, 'work/f': 'first\n' }, async root => {
      const work = join(root, 'work')
      const commit = (value: string): string => {
        execFileSync('sh', ['-c', `echo ${value} > f`], { cwd: work })
        git(work, 'add', 'f')
        git(work, 'commit', '--quiet', '-m', value)
        return git(work, 'rev-parse', 'HEAD')
      }
      git(work, 'init', '--quiet')
      commit('tagged')
      git(work, 'tag', 'v1')
      const sha = commit('at-sha')
      commit('newer')
      git(work, 'checkout', '--quiet', '-b', 'other')
      commit('other')
      git(root, 'clone', '--quiet', '--bare', 'work', 'bare.git')
      const run = await runWorkflow({
        file: FILE,
        repositoryRoot: root,
        event: EVENT,
        github: { sha },
        checkout: { kind: 'clone', repository: join(root, 'bare.git') }
      })
      expect(
        run.triggered && run.log.filter(line => line.step?.startsWith('__run')).map(line => line.text)
      ).toEqual(['at-sha', 'main', 'other', 'other', 'tagged'])
      expect(run.triggered && run.jobs['job']?.steps['it']?.outputs).toEqual({
        ref: 'refs/heads/main',
        commit: sha
      })
    })
  })

  test.each([
    ['another repository', '{repository: octo/other}', /cannot check out octo\/other/],
    ['a path outside', '{path: ../..}', /not inside the workspace/],
    ['another ref of the working tree', '{ref: elsewhere}', /not elsewhere/],
    ['submodules', '{submodules: true}', /`submodules`/]
  ])('refuses %s', async (_, inputs, message) => {
    const run = await runSteps(`- {uses: actions/checkout@v7, with: ${inputs}}`)
    expect(annotationsOf(run)).toEqual([expect.stringMatching(message)])
    expect(run.conclusion).toBe('failure')
  })
})

describe('artifacts', () => {
  test('go from job to job', async () => {
    const run = await runText(`on: workflow_dispatch
jobs:
  up:
    runs-on: ubuntu-latest
    steps:
      - run: mkdir -p out/deep; echo 1 > out/a; echo 2 > out/deep/b; echo 3 > out/.hidden; echo 4 > single
      - {uses: actions/upload-artifact@v7, with: {name: tree, path: out}}
      - {id: it, uses: actions/upload-artifact@v7, with: {name: mixed, path: "out/deep/**\\nsingle"}}
  down:
    needs: up
    runs-on: ubuntu-latest
    steps:
      - {uses: actions/download-artifact@v8, with: {name: tree, path: one}}
      - {uses: actions/download-artifact@v8, with: {path: all}}
      - {uses: actions/download-artifact@v8, with: {path: flat, pattern: 'm*', merge-multiple: true}}
      - run: find one all flat -type f | sort
`)
    expect(logOf(run, '__run').split('\n')).toEqual([
      'all/mixed/out/deep/b',
      'all/mixed/single',
      'all/tree/a',
      'all/tree/deep/b',
      'flat/out/deep/b',
      'flat/single',
      'one/a',
      'one/deep/b'
    ])
    expect(run.jobs['up']?.steps['it']?.outputs).toMatchObject({
      'artifact-id': expect.stringMatching(/^\d+$/)
    })
  })

  test.each([
    [
      'a name that is taken',
      '- {run: touch a}\n- {uses: actions/upload-artifact@v7, with: {path: a}}\n- {uses: actions/upload-artifact@v7, with: {path: a}}',
      /already exists/
    ],
    [
      'a name that is a path',
      '- {uses: actions/upload-artifact@v7, with: {name: ../x, path: a}}',
      /not a name/
    ],
    [
      'no files, when that is an error',
      '- {uses: actions/upload-artifact@v7, with: {path: none, if-no-files-found: error}}',
      /No files were found/
    ],
    [
      'an artifact that is not there',
      '- {uses: actions/download-artifact@v8, with: {name: none}}',
      /Artifact not found/
    ],
    [
      'an artifact of another run',
      '- {uses: actions/download-artifact@v8, with: {name: a, run-id: 77}}',
      /only artifacts of this run/
    ]
  ])('refuse %s', async (_, steps, message) => {
    const run = await runSteps(steps)
    expect(annotationsOf(run)).toEqual([expect.stringMatching(message)])
    expect(run.conclusion).toBe('failure')
  })

  test('no files are a warning by default', async () => {
    const run = await runSteps('- {uses: actions/upload-artifact@v7, with: {path: none}}')
    expect(annotationsOf(run)).toEqual([expect.stringMatching(/^warning: No files/)])
  })
})

describe('actions/cache', () => {
  const text = workflowOf(`- id: cache
  uses: actions/cache@v5
  with: {path: "kept\\n~/home-kept", key: 'k-\${{ vars.VERSION }}', restore-keys: k-}
- run: echo "hit=[\${{ steps.cache.outputs.cache-hit }}] matched=[\${{ steps.cache.outputs.cache-matched-key }}] $(cat kept/f ~/home-kept 2>/dev/null | tr '\\n' ' ')"
- run: mkdir -p kept; echo "from-\${{ vars.VERSION }}" > kept/f; echo home > ~/home-kept
- run: exit \${{ vars.EXIT || 0 }}`)

  test('restores by key, then by restore-keys, and saves after success only', async () => {
    await inDirectory({ [FILE]: text }, async root => {
      const said = async (variables: Record<string, string>): Promise<string> => {
        const run = await runWorkflow({
          file: FILE,
          repositoryRoot: root,
          event: EVENT,
          timing: FAST,
          cacheDirectory: join(root, 'cache'),
          variables
        })
        return run.triggered ? logOf(run, '__run') : ''
      }
      expect(await said({ VERSION: '0', EXIT: '1' })).toBe('hit=[] matched=[] ')
      expect(await said({ VERSION: '1' })).toBe('hit=[] matched=[] ')
      expect(await said({ VERSION: '2' })).toBe('hit=[false] matched=[k-1] from-1 home ')
      expect(await said({ VERSION: '1' })).toBe('hit=[true] matched=[k-1] from-1 home ')
    })
  })

  test('restore and save apart', async () => {
    const run = await runSteps(`- run: echo x > f
- {uses: actions/cache/save@v5, with: {path: f, key: k}}
- run: rm f
- {uses: actions/cache/restore@v5, with: {path: f, key: k, fail-on-cache-miss: true}}
- run: cat f
- {id: miss, uses: actions/cache/restore@v5, with: {path: f, key: other, fail-on-cache-miss: true}}`)
    expect(logOf(run)).toContain('\nx\n')
    expect(run.jobs['job']?.steps['miss']?.outcome).toBe('failure')
  })

  test.each([
    ['wildcards', '{path: "*.x", key: k}', /plain paths/],
    ['a key with a comma', '{path: x, key: "a,b"}', /not a cache key/]
  ])('refuses %s', async (_, inputs, message) => {
    expect(annotationsOf(await runSteps(`- {uses: actions/cache@v5, with: ${inputs}}`))).toContainEqual(
      expect.stringMatching(message)
    )
  })
})

test('setup-python and setup-node do nothing and say so', async () => {
  const run = await runSteps(
    '- {uses: actions/setup-python@v7, with: {python-version: "3.12"}}\n- {uses: actions/setup-node@v7, with: {node-version: 24}}'
  )
  expect(logOf(run)).toMatch(
    /Asked for python 3\.12; this runner installs nothing[^\n]*\nAsked for node 24; this runner installs nothing/
  )
})

test('the run’s directory is removed, unless it was asked for', async () => {
  await inDirectory({ [FILE]: workflowOf('- run: touch here') }, async root => {
    const directory = join(root, 'kept')
    const kept = await runWorkflow({ file: FILE, repositoryRoot: root, event: EVENT, directory })
    const removed = await runWorkflow({ file: FILE, repositoryRoot: root, event: EVENT })
    const workspaces = [kept, removed].map(run =>
      run.triggered ? (run.jobs['job']?.legs[0]?.workspace ?? '') : ''
    )
    expect(workspaces.map(workspace => existsSync(join(workspace, 'here')))).toEqual([true, false])
  })
})
