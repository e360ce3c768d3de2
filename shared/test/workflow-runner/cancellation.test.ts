import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { until } from '../../testing/until.js'
import { InProcessConcurrencyGate, runWorkflow } from '../../testing/workflow-runner/index.js'
import type { ConcurrencyGate } from '../../testing/workflow-runner/jobs/concurrency.js'
import {
  abortOnLine,
  annotationsOf,
  FAST,
  FILE,
  inDirectory,
  logOf,
  nodeAction,
  runSteps,
  runText
} from './run-files.js'

const SIGNALS = `
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => console.log('got ' + signal))
setInterval(() => {}, 1000)
console.log('ready')`

const POLITE = `
const { appendFileSync } = require('fs')
process.on('SIGINT', () => { appendFileSync(process.env.GITHUB_OUTPUT, 'stopped=yes\\n'); process.exit(0) })
appendFileSync(process.env.GITHUB_STATE, 'job-name=j1\\n')
setInterval(() => {}, 1000)
console.log('ready')`

const POST = "console.log('post ' + process.env['STATE_job-name'])"

function isAlive(pid: string): boolean {
  try {
    // A process that ended and waits for its parent has an empty command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}

describe('cancelling a run', () => {
  test('SIGINT, SIGTERM and SIGKILL in turn, then always() steps, post steps and always() jobs', async () => {
    const run = await runText(
      `on: workflow_dispatch
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - {id: it, uses: $/action}
      - {id: default, run: 'true'}
      - {id: not-cancelled, if: '!cancelled()', run: 'true'}
      - {id: always, if: always(), run: 'echo status \${{ job.status }}'}
      - {id: cancelled, if: cancelled(), run: 'true'}
  dependent: {needs: job, runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  report: {needs: job, if: always(), runs-on: ubuntu-latest, steps: [{run: 'echo needs \${{ needs.job.result }}'}]}
`,
      abortOnLine('ready'),
      nodeAction(SIGNALS, { post: POST })
    )
    const job = run.jobs['job']
    expect(Object.entries(job?.steps ?? {}).map(([id, step]) => `${id}: ${step.outcome}`)).toEqual([
      'it: cancelled',
      'default: skipped',
      'not-cancelled: skipped',
      'always: success',
      'cancelled: success'
    ])
    expect(run.log.map(line => line.text)).toEqual([
      'ready',
      'got SIGINT',
      'got SIGTERM',
      '##[error]The operation was canceled.',
      'status cancelled',
      'post undefined',
      'needs cancelled'
    ])
    expect([job?.result, run.jobs['dependent']?.result, run.jobs['report']?.result, run.conclusion]).toEqual([
      'cancelled',
      'skipped',
      'success',
      'cancelled'
    ])
  })

  test('outputs and state of an action that stops politely still count', async () => {
    const run = await runSteps(
      '- {id: it, uses: $/action}',
      abortOnLine('ready'),
      nodeAction(POLITE, { post: POST })
    )
    expect(run.jobs['job']?.steps['it']).toEqual({
      outcome: 'cancelled',
      conclusion: 'cancelled',
      outputs: { stopped: 'yes' }
    })
    expect(logOf(run, 'it-post')).toBe('post j1')
  })

  test('a running always() step, and a job whose if still holds, go on', async () => {
    const run = await runText(
      `on: workflow_dispatch
jobs:
  step: {runs-on: ubuntu-latest, steps: [{id: it, if: always(), run: 'sleep 0.3; echo ready; sleep 0.3; echo finished'}]}
  job: {runs-on: ubuntu-latest, if: always(), steps: [{run: 'sleep 1'}, {id: next, run: 'true'}]}
`,
      abortOnLine('ready')
    )
    expect(logOf(run, 'it')).toBe('ready\nfinished')
    expect(run.jobs['step']?.result).toBe('cancelled')
    expect(run.jobs['job']?.steps['next']?.outcome).toBe('success')
    expect(run.jobs['job']?.result).toBe('success')
  })

  test('a cancelled job’s cleaning up ends at its deadline', async () => {
    const run = await runSteps(
      '- {id: it, run: echo ready; exec sleep 60}\n- {id: clean, if: always(), run: exec sleep 60}',
      {
        ...abortOnLine('ready'),
        timing: { ...FAST, cancelledJobMs: 1500 }
      }
    )
    expect(run.jobs['job']?.steps['clean']?.outcome).toBe('cancelled')
  })

  test('an aborted signal cancels what has not begun', async () => {
    const run = await runSteps('- run: "true"', { signal: AbortSignal.abort() })
    expect(run.jobs['job']?.result).toBe('cancelled')
    expect(run.log).toEqual([])
  })

  test('a composite action’s steps end with it', async () => {
    const run = await runSteps('- {id: it, uses: $/composite}', abortOnLine('ready'), {
      'composite/action.yml':
        "name: c\ndescription: d\nruns:\n  using: composite\n  steps:\n    - {shell: bash, run: 'echo ready; exec sleep 60'}\n    - {shell: bash, run: echo after}\n"
    })
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('cancelled')
    expect(annotationsOf(run)).toEqual(['error: The operation was canceled.'])
    expect(logOf(run)).not.toContain('after')
  })
})

test('processes left in the background end with the job', async () => {
  const run = await runSteps('- run: sleep 60 & echo "pid $!"\n- run: echo next', {
    timing: { ...FAST, pipesMs: 500 }
  })
  const pid = /pid (\d+)/.exec(logOf(run))?.[1] ?? ''
  expect(logOf(run)).toContain('next')
  expect(pid).not.toBe('')
  await until(() => !isAlive(pid), 'the background process to end')
})

describe('concurrency', () => {
  const workflow = (keys: string, steps: string): string =>
    `on: workflow_dispatch\nconcurrency: ${keys}\njobs:\n  job: {runs-on: ubuntu-latest, steps: [${steps}]}\n`

  test('a newer run with cancel-in-progress ends the one that runs', async () => {
    await inDirectory(
      {
        [FILE]: workflow(
          "{group: 'g-${{ github.run_id }}', cancel-in-progress: true}",
          "{run: 'echo ready; exec sleep 60'}"
        )
      },
      async root => {
        const concurrencyGate = new InProcessConcurrencyGate()
        const options = {
          file: FILE,
          repositoryRoot: root,
          timing: FAST,
          concurrencyGate,
          event: { name: 'workflow_dispatch', payload: {} }
        }
        const second = new AbortController()
        let started: () => void
        const ready = new Promise<void>(resolve => (started = resolve))
        const first = runWorkflow({
          ...options,
          observer: event => (event.type === 'step-line' ? started() : undefined)
        })
        await ready
        const newer = runWorkflow({ ...options, signal: second.signal })
        expect(await first).toMatchObject({
          conclusion: 'cancelled',
          concurrency: { group: 'g-1', cancelInProgress: true, queue: 'single' }
        })
        second.abort()
        expect(await newer).toMatchObject({ conclusion: 'cancelled' })
      }
    )
  })

  test.each([
    ['one run waits, and a newer one takes its place', '{group: g}', ['success', 'cancelled', 'success']],
    ['queue: max keeps all, in order', '{group: g, queue: max}', ['success', 'success', 'success']]
  ])('of three runs at once: %s', async (_name, keys, conclusions) => {
    const step = `{run: 'until [ -e "$GO" ]; do sleep 0.02; done'}`
    await inDirectory({ [FILE]: workflow(keys, step) }, async root => {
      const go = join(root, 'go')
      const ended: number[] = []
      const gate = new InProcessConcurrencyGate()
      let entered = 0
      const concurrencyGate: ConcurrencyGate = {
        enter: (group, signal) => {
          entered += 1
          return gate.enter(group, signal)
        }
      }
      const start = async (index: number) => {
        const run = await runWorkflow({
          file: FILE,
          repositoryRoot: root,
          timing: FAST,
          concurrencyGate,
          environment: { PATH: process.env['PATH'] ?? '', GO: go },
          event: { name: 'workflow_dispatch', payload: {} }
        })
        if (run.triggered && run.conclusion === 'success') ended.push(index)
        return run
      }
      const starting = []
      for (const index of [0, 1, 2]) {
        starting.push(start(index))
        await until(() => entered > index, 'the run to ask for its turn')
      }
      writeFileSync(go, '')
      const runs = await Promise.all(starting)
      expect(runs.map(run => run.triggered && run.conclusion)).toEqual(conclusions)
      expect(ended).toEqual([0, 1, 2].filter(index => conclusions[index] === 'success'))
    })
  })

  test('a job in the workflow’s own group is a deadlock', async () => {
    const run = await runText(
      "on: workflow_dispatch\nconcurrency: G\njobs:\n  job: {concurrency: g, runs-on: ubuntu-latest, steps: [{run: 'true'}]}\n",
      { concurrencyGate: new InProcessConcurrencyGate() }
    )
    expect(annotationsOf(run)).toEqual([expect.stringContaining('deadlock')])
    expect(run.jobs['job']).toMatchObject({ result: 'cancelled', concurrency: { group: 'g' } })
  })

  test('jobs of one group take turns', async () => {
    const job =
      "{runs-on: ubuntu-latest, concurrency: {group: one, queue: max}, steps: [{run: 'echo in; sleep 0.1; echo out'}]}"
    const run = await runText(`on: workflow_dispatch\njobs:\n  a: ${job}\n  b: ${job}\n  c: ${job}\n`, {
      concurrencyGate: new InProcessConcurrencyGate()
    })
    expect(run.log.map(line => line.text)).toEqual(['in', 'out', 'in', 'out', 'in', 'out'])
    expect(run.conclusion).toBe('success')
  })
})
