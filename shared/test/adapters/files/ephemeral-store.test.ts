import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ephemeralStoreWarning } from '../../../src/adapters/files/ephemeral-store.js'
import { GitHubRunner } from '../../../src/adapters/runner/github-runner.js'

const workflows = {
  'cached.yml': 'steps:\n  - uses: actions/cache/save@27d5ce7f107fe9357f9df03efb73ab90386fccae',
  'uploaded.yml': 'steps:\n  - uses: actions/upload-artifact@v7',
  'pushed.yml': 'steps:\n  - run: git add .mlops && git commit -m x && git push',
  'forgetful.yml': 'steps:\n  - uses: org/mlops/actions/train@v1'
}

describe('the warning of an ephemeral store', () => {
  let workspace: string

  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
    mkdirSync(join(workspace, '.github', 'workflows'), { recursive: true })
    for (const [name, text] of Object.entries(workflows))
      writeFileSync(join(workspace, '.github', 'workflows', name), text)
  })
  afterAll(() => rmSync(workspace, { recursive: true, force: true }))

  const warning = (location: string, workflow: string, environment = 'github-hosted') => {
    const variables = {
      RUNNER_ENVIRONMENT: environment,
      GITHUB_WORKFLOW_REF: `acme/models/.github/workflows/${workflow}@refs/heads/main`
    }
    const runner = new GitHubRunner(variables, new AbortController().signal, () => undefined)
    return ephemeralStoreWarning(location, workspace, runner)
  }

  test.each([
    ['a cached directory', '.mlops', 'cached.yml'],
    ['an uploaded directory', '.mlops', 'uploaded.yml'],
    ['a pushed directory', 'store', 'pushed.yml']
  ])('%s: none', (_case, location, workflow) => expect(warning(location, workflow)).toBeUndefined())

  test.each([
    ['a workflow that keeps nothing', '.mlops', 'forgetful.yml'],
    ['a workflow that is not in the checkout', '.mlops', 'absent.yml'],
    ['a directory outside the checkout', '/tmp/store', 'cached.yml'],
    ['a directory beside the checkout', '../store', 'cached.yml']
  ])('%s: said', (_case, location, workflow) =>
    expect(warning(location, workflow)).toMatch(/^ephemeral-store: /)
  )

  test('a self-hosted runner keeps its directories', () =>
    expect(warning('.mlops', 'forgetful.yml', 'self-hosted')).toBeUndefined())
})
