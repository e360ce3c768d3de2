import { describe, expect, test } from '@jest/globals'
import { annotationsOf, inDirectory, logOf, runText } from './run-files.js'

const DEPENDENCIES = `
  success: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  failure: {runs-on: ubuntu-latest, steps: [{run: 'false'}]}
  skipped: {runs-on: ubuntu-latest, if: false, steps: [{run: 'true'}]}
  cancelled: {runs-on: ubuntu-latest, timeout-minutes: 1, steps: [{run: exec sleep 60}]}
`

const RESULTS = ['success', 'failure', 'skipped', 'cancelled'] as const

/** Which of the four results of a needed job let a condition hold. */
const TRUTH: [condition: string, runsAfter: string[]][] = [
  ['', ['success']],
  ['success()', ['success']],
  ['failure()', ['failure']],
  ['always()', ['success', 'failure', 'skipped', 'cancelled']],
  ['!cancelled()', ['success', 'failure', 'skipped', 'cancelled']],
  ['cancelled()', []],
  ['success() || failure()', ['success', 'failure']],
  ["needs.X.result == 'failure'", []],
  ["always() && needs.X.result == 'failure'", ['failure']],
  ["!failure() && needs.X.result != 'cancelled'", ['success', 'skipped']],
  ["github.event_name == 'nothing'", []]
]

function dependentJob(condition: string, index: number, dependency: string): string {
  const text = condition.replaceAll('X', dependency)
  const clause = text === '' ? '' : `if: "\${{ ${text} }}", `
  return `  if-${index}-${dependency}: {needs: ${dependency}, ${clause}runs-on: ubuntu-latest, steps: [{run: 'true'}]}\n`
}

test('a job’s if over the result of the job it needs', async () => {
  const jobs = TRUTH.flatMap(([condition], index) =>
    RESULTS.map(result => dependentJob(condition, index, result))
  )
  const run = await runText(`on: workflow_dispatch\njobs:${DEPENDENCIES}${jobs.join('')}`)
  for (const result of RESULTS) expect(run.jobs[result]?.result).toBe(result)
  const observed = TRUTH.map(([condition], index) => {
    return [condition, RESULTS.filter(result => run.jobs[`if-${index}-${result}`]?.result === 'success')]
  })
  expect(observed).toEqual(TRUTH)
  expect(run.conclusion).toBe('failure')
})

describe('needs', () => {
  test('success() and failure() look at all ancestors', async () => {
    const run = await runText(`on: workflow_dispatch
jobs:
  last: {needs: [middle], runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  told: {needs: [middle], if: failure(), runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  middle: {needs: [first], if: always(), runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  first: {runs-on: ubuntu-latest, steps: [{run: 'false'}]}
`)
    expect(Object.entries(run.jobs).map(([id, job]) => `${id}: ${job.result}`)).toEqual([
      'last: skipped',
      'told: success',
      'middle: success',
      'first: failure'
    ])
  })

  test('outputs travel, except those that hold a secret', async () => {
    const run = await runText(
      `on: workflow_dispatch
jobs:
  first:
    runs-on: ubuntu-latest
    outputs: {open: '\${{ steps.it.outputs.open }}', masked: '\${{ steps.it.outputs.masked }}', secret: 'x-\${{ secrets.KEY }}'}
    steps:
      - id: it
        run: |
          echo "::add-mask::runtime-value"
          echo "open=1" >> "$GITHUB_OUTPUT"
          echo "masked=a runtime-value" >> "$GITHUB_OUTPUT"
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: echo "[\${{ needs.first.outputs.open }}][\${{ needs.first.outputs.masked }}][\${{ needs.first.outputs.secret }}][\${{ needs.first.result }}]"
`,
      { secrets: { KEY: 'top-secret' } }
    )
    expect(run.jobs['first']?.outputs).toEqual({ open: '1' })
    expect(logOf(run)).toContain('[1][][][success]')
    expect(annotationsOf(run)).toEqual([
      "warning: Skip output 'masked' since it may contain secret.",
      "warning: Skip output 'secret' since it may contain secret."
    ])
  })

  test('independent jobs run at the same time, in one workspace if they are given one', async () => {
    const meet = (own: string, other: string): string =>
      `{runs-on: ubuntu-latest, timeout-minutes: 20, steps: [{run: 'touch ${own}; until [ -e ${other} ]; do sleep 0.02; done'}]}`
    const text = `on: workflow_dispatch\njobs:\n  a: ${meet('a', 'b')}\n  b: ${meet('b', 'a')}\n`
    const run = await inDirectory({}, workspace => runText(text, { workspace }))
    expect(run.conclusion).toBe('success')
  })

  test('each job has a fresh workspace and temp of its own', async () => {
    const run = await runText(`on: workflow_dispatch
jobs:
  first: {runs-on: ubuntu-latest, steps: [{run: 'touch here "$RUNNER_TEMP/there" "$HOME/home"'}]}
  second: {needs: first, runs-on: ubuntu-latest, steps: [{run: 'ls; ls "$HOME"; ls "$RUNNER_TEMP" | grep there || echo nothing'}]}
`)
    expect(logOf(run)).toBe('nothing')
  })

  test('continue-on-error of a job: needs sees a success', async () => {
    const run = await runText(`on: workflow_dispatch
jobs:
  first: {continue-on-error: true, runs-on: ubuntu-latest, steps: [{run: 'false'}]}
  second: {needs: first, runs-on: ubuntu-latest, steps: [{run: 'echo \${{ needs.first.result }}'}]}
`)
    expect(run.jobs['first']?.legs[0]?.result).toBe('failure')
    expect(logOf(run, '__run')).toContain('success')
    expect(run.conclusion).toBe('success')
  })

  test('a run of skipped jobs is skipped', async () => {
    const run = await runText(
      "on: workflow_dispatch\njobs:\n  a: {if: false, runs-on: ubuntu-latest, steps: [{run: 'true'}]}\n"
    )
    expect(run.conclusion).toBe('skipped')
  })

  test('a job whose settings cannot be evaluated has failed', async () => {
    const run = await runText(`on: workflow_dispatch
jobs:
  matrix: {strategy: {matrix: {a: '\${{ fromJSON(vars.NONE) }}'}}, runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  env: {env: {A: "\${{ fromJSON('{') }}"}, runs-on: ubuntu-latest, steps: [{run: 'true'}]}
  machine: {strategy: {matrix: {os: [windows-latest]}}, runs-on: '\${{ matrix.os }}', steps: [{run: 'true'}]}
`)
    expect(Object.values(run.jobs).map(job => job.result)).toEqual(['failure', 'failure', 'failure'])
    expect(run.annotations).toHaveLength(3)
  })
})

describe('matrix', () => {
  test('runs every leg, with strategy and matrix in sight', async () => {
    const run = await runText(
      `on: workflow_dispatch
jobs:
  job:
    runs-on: ubuntu-latest
    strategy: {matrix: {a: [x, y], include: [{a: y, extra: z}]}}
    outputs: {from-x: '\${{ steps.it.outputs.x }}'}
    steps:
      - {id: it, if: "matrix.a == 'x'", run: 'echo x=1 >> $GITHUB_OUTPUT'}
      - run: echo "\${{ matrix.a }} \${{ matrix.extra }} \${{ strategy.job-index }} of \${{ strategy.job-total }}"
`
    )
    const job = run.jobs['job']
    expect(job?.legs.map(leg => [leg.name, leg.result, leg.matrix])).toEqual([
      ['job (x)', 'success', { a: 'x' }],
      ['job (y, z)', 'success', { a: 'y', extra: 'z' }]
    ])
    expect(job?.outputs).toEqual({ 'from-x': '1' })
    expect(logOf(run).split('\n').sort()).toEqual(['x  0 of 2', 'y z 1 of 2'])
  })

  test('from an output, by fromJSON', async () => {
    const run = await runText(`on: workflow_dispatch
jobs:
  list: {runs-on: ubuntu-latest, outputs: {legs: '["p", "q"]'}, steps: [{run: 'true'}]}
  job:
    needs: list
    runs-on: ubuntu-latest
    name: "leg \${{ matrix.leg }}"
    strategy: {matrix: {leg: '\${{ fromJSON(needs.list.outputs.legs) }}'}}
    steps: [{run: 'true'}]
`)
    expect(run.jobs['job']?.legs.map(leg => leg.name)).toEqual(['leg p', 'leg q'])
  })

  const failing = (strategy: string): string => `on: workflow_dispatch
jobs:
  job:
    runs-on: ubuntu-latest
    strategy: {${strategy}, matrix: {n: [1, 2, 3]}}
    steps: [{run: 'exit $((\${{ matrix.n }} == 1 ? 1 : 0))'}]
`
  test.each([
    ['fail-fast cancels the rest', 'max-parallel: 1', ['failure', 'cancelled', 'cancelled']],
    ['without it all run', 'max-parallel: 1, fail-fast: false', ['failure', 'success', 'success']]
  ])('%s', async (_, strategy, results) => {
    const run = await runText(failing(strategy))
    expect(run.jobs['job']?.legs.map(leg => leg.result)).toEqual(results)
    expect(run.jobs['job']?.result).toBe('failure')
  })
})
