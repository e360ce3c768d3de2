import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { annotationsOf, inDirectory, logOf, nodeAction, runSteps } from './run-files.js'

const INPUTS = `inputs:
  model-name: {description: d, required: true}
  with space: {description: d, default: spaced}
  token: {description: d, default: '\${{ github.token }}'}`

describe('node actions', () => {
  test('get their inputs, with defaults, and run in the workspace', async () => {
    const main = `
      const { env } = process
      console.log(JSON.stringify([env['INPUT_MODEL-NAME'], env.INPUT_WITH_SPACE, env.INPUT_TOKEN === env.EXPECTED, process.cwd() === env.GITHUB_WORKSPACE, env.GITHUB_ACTION]))`
    const run = await runSteps(
      "- {id: it, uses: $/action, env: {EXPECTED: '${{ secrets.GITHUB_TOKEN }}'}, with: {Model-Name: '$(touch x) `id`', odd: 1}}",
      {},
      nodeAction(main, { manifest: INPUTS })
    )
    expect(logOf(run)).toContain('["$(touch x) `id`","spaced",true,true,"it"]')
    expect(annotationsOf(run)).toEqual([
      "warning: Unexpected input(s) 'odd', valid inputs are ['model-name', 'with space', 'token']"
    ])
  })

  test('a missing required input is the action’s business', async () => {
    const run = await runSteps(
      '- uses: $/action',
      {},
      nodeAction('console.log(JSON.stringify(process.env["INPUT_MODEL-NAME"]))', { manifest: INPUTS })
    )
    expect(logOf(run)).toBe('""')
    expect(run.conclusion).toBe('success')
  })

  test('outputs and a failing exit code', async () => {
    const main = "require('fs').appendFileSync(process.env.GITHUB_OUTPUT, 'a=1\\n'); process.exitCode = 3"
    const run = await runSteps('- {id: it, uses: $/action}', {}, nodeAction(main))
    expect(run.jobs['job']?.steps['it']).toEqual({
      outcome: 'failure',
      conclusion: 'failure',
      outputs: { a: '1' }
    })
  })

  test('a local action needs a checkout', async () => {
    const run = await runSteps(
      '- {id: early, uses: ./action, continue-on-error: true}\n- uses: actions/checkout@v7\n- uses: ./action',
      {},
      nodeAction('console.log("ran")')
    )
    expect(annotationsOf(run)).toEqual([expect.stringContaining('Did you forget to run actions/checkout')])
    expect(logOf(run, '__self')).toBe('ran')
  })

  test('resolveAction is asked first, also for what is built in', async () => {
    const files = nodeAction('console.log(process.env.GITHUB_ACTION)')
    const run = await inDirectory(files, root =>
      runSteps('- uses: actions/checkout@v7\n- uses: octo/tools/deep@v1\n- uses: actions/setup-node@v7', {
        resolveAction: uses => (/checkout|octo/.test(uses) ? join(root, 'action') : undefined)
      })
    )
    expect(run.log.map(line => line.text)).toEqual([
      '__actions_checkout',
      '__octo_tools',
      expect.stringContaining('Asked for node')
    ])
  })
})

describe('post', () => {
  const state =
    "require('fs').appendFileSync(process.env.GITHUB_STATE, `who=${process.env.INPUT_WHO}\\n`); console.log('main ' + process.env.INPUT_WHO)"
  const post =
    "console.log(`post ${process.env.STATE_who} ${process.env.INPUT_WHO} ${process.env.LATER ?? ''}`)"
  const manifest = 'inputs: {who: {description: d}}'

  test('runs in reverse order with the state of its main, whatever failed', async () => {
    const run = await runSteps(
      `- {uses: $/action, with: {who: a}}
- {uses: $/action, with: {who: b}}
- {uses: $/action, if: false, with: {who: never}}
- run: echo "LATER=later" >> "$GITHUB_ENV"; exit 1
- {uses: $/action, with: {who: not-reached}}`,
      {},
      nodeAction(state, { manifest, post })
    )
    expect(run.log.map(line => line.text).filter(text => /^(main|post)/.test(text))).toEqual([
      'main a',
      'main b',
      'post b b later',
      'post a a later'
    ])
  })

  test('runs after a main that failed, and its own failure fails the job', async () => {
    const run = await runSteps(
      '- {uses: $/action, continue-on-error: true}',
      {},
      nodeAction('process.exit(1)', { post: 'console.log("post"); process.exit(1)' })
    )
    expect(logOf(run, '__self-post')).toContain('post')
    expect(run.conclusion).toBe('failure')
  })

  test.each([
    ['success()', 'true', true],
    ['success()', 'false', false],
    ['failure()', 'false', true],
    ['failure()', 'true', false],
    ["'${{ cancelled() }}'", 'true', false],
    ["runner.os == 'Linux'", 'false', true]
  ])('post-if %s after a job of `%s`: %s', async (condition, command, expected) => {
    const files = nodeAction('', { post: 'console.log("post ran")' })
    const withCondition = {
      ...files,
      'action/action.yml': `${files['action/action.yml'] ?? ''}  post-if: ${condition}\n`
    }
    const run = await runSteps(`- uses: $/action\n- run: "${command}"`, {}, withCondition)
    expect(logOf(run).includes('post ran')).toBe(expected)
  })
})

describe('composite actions', () => {
  const composite = (steps: string, more = ''): Record<string, string> => ({
    'composite/action.yml': `name: c\ndescription: d\n${more}\nruns:\n  using: composite\n  steps:\n${steps.replace(/^/gm, '    ')}\n`,
    'composite/script.sh': 'echo "from $(basename "$GITHUB_ACTION_PATH")"',
    ...nodeAction('console.log("inner " + process.env.INPUT_A)', {
      manifest: 'inputs: {a: {description: d}}',
      post: 'console.log("inner post " + process.env.INPUT_A)'
    })
  })

  test('inputs, env, steps, nested actions, outputs and action_path', async () => {
    const run = await runSteps(
      `- {id: it, uses: $/composite, env: {OUTER: outer}, with: {a: given}}
- run: echo "\${{ steps.it.outputs.result }} \${{ steps.one.outputs.x }}|$FROM_INSIDE"`,
      {},
      composite(
        `- {id: one, shell: bash, run: 'echo "x=\${{ inputs.a }}-\${{ inputs.b }}-$OUTER-\${{ env.OUTER }}" >> "$GITHUB_OUTPUT"; echo FROM_INSIDE=yes >> "$GITHUB_ENV"'}
- {uses: $/action, with: {a: '\${{ steps.one.outputs.x }}'}}
- {shell: bash, run: 'bash "\${{ github.action_path }}/script.sh"'}`,
        `inputs: {a: {description: d}, b: {description: d, default: fallback}}\noutputs: {result: {description: d, value: '<\${{ steps.one.outputs.x }}>'}}`
      )
    )
    expect(run.log.map(line => line.text)).toEqual([
      'inner given-fallback-outer-outer',
      'from composite',
      '<given-fallback-outer-outer> |yes',
      'inner post given-fallback-outer-outer'
    ])
    expect(run.jobs['job']?.steps['it']?.outputs).toEqual({ result: '<given-fallback-outer-outer>' })
    expect(Object.keys(run.jobs['job']?.steps ?? {})).toEqual(['it', '__run'])
  })

  test('a failing step fails it; success() inside begins true', async () => {
    const run = await runSteps(
      "- {id: early, run: 'false'}\n- {id: it, if: always(), uses: $/composite}",
      {},
      composite(`- {shell: bash, run: echo begins}
- {shell: bash, run: 'false'}
- {shell: bash, run: echo skipped}
- {if: failure(), shell: bash, run: echo seen}`)
    )
    expect(run.log.filter(line => line.step === 'it').map(line => line.text)).toEqual([
      'begins',
      '##[error]Process completed with exit code 1.',
      'seen'
    ])
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('failure')
  })
})
