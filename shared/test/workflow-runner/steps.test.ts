import { describe, expect, test } from '@jest/globals'
import { annotationsOf, logOf, runSteps, runText, workflowOf } from './run-files.js'

describe('scripts', () => {
  const shells: [name: string, step: string, expected: 'success' | 'failure', log: string][] = [
    ['the default shell stops at a failure', 'run: |\n    false\n    echo after', 'failure', ''],
    ['the default shell has no pipefail', 'run: "false | true; echo after"', 'success', 'after'],
    ['bash has pipefail', 'shell: bash\n  run: "false | true; echo after"', 'failure', ''],
    ['sh', 'shell: sh\n  run: echo "$0" | grep -c "\\.sh$"', 'success', '1'],
    [
      'python keeps the indentation of blocks',
      'shell: python\n  run: |\n    for i in range(2):\n        print("${{ github.job }}", i)',
      'success',
      'job 0\njob 1'
    ],
    [
      'here-documents with expressions',
      'run: |\n    cat <<END\n    ${{ github.job }}\n    END',
      'success',
      'job'
    ],
    ['folded scripts', 'run: >-\n    echo ${{ github.job }}\n    two', 'success', 'job two'],
    [
      'quotes and braces beside expressions',
      "run: \"echo '{' ${{ github.job }} '}' it''s\"",
      'success',
      '{ job } its'
    ]
  ]
  test.each(shells)('%s', async (_, step, expected, log) => {
    const run = await runSteps(`- id: it\n  ${step}`)
    expect(run.jobs['job']?.steps['it']?.outcome).toBe(expected)
    expect(logOf(run).replace(/\n?##\[error\].*/, '')).toBe(log)
  })

  test('working-directory and defaults.run: the nearest wins', async () => {
    const run = await runText(`on: workflow_dispatch
defaults: {run: {working-directory: a, shell: bash}}
jobs:
  job:
    runs-on: ubuntu-latest
    defaults: {run: {working-directory: b}}
    steps:
      - {working-directory: '', run: mkdir a b c}
      - run: basename "$PWD"; echo "$SHELLOPTS" | grep -o pipefail
      - {working-directory: c, shell: sh, run: basename "$PWD"}
  plain:
    runs-on: ubuntu-latest
    steps:
      - {working-directory: ., run: mkdir a}
      - run: basename "$PWD"
      - {id: missing, continue-on-error: true, working-directory: nowhere, run: echo}
`)
    expect(run.log.filter(line => line.job === 'job').map(line => line.text)).toEqual(['b', 'pipefail', 'c'])
    expect(run.jobs['plain']?.steps['missing']).toMatchObject({ outcome: 'failure', conclusion: 'success' })
    expect(annotationsOf(run)).toEqual([
      expect.stringMatching(/error: the working directory .*nowhere does not exist/)
    ])
  })

  test('env: workflow, job, GITHUB_ENV, then step; the runner has the last word', async () => {
    const run = await runText(`on: workflow_dispatch
env: {A: workflow, B: workflow, C: workflow, GITHUB_JOB: fake}
jobs:
  job:
    runs-on: ubuntu-latest
    env: {B: job, C: job}
    steps:
      - run: |
          echo "C=file" >> "$GITHUB_ENV"
          echo "D=file" >> "$GITHUB_ENV"
      - {env: {D: step, E: '\${{ env.C }}!'}, run: 'echo "$A $B $C $D $E $GITHUB_JOB \${{ env.D }}"'}
`)
    expect(logOf(run)).toBe('workflow job file step file! job step')
  })

  test('GITHUB_PATH goes in front, the latest first', async () => {
    const run = await runSteps(`- run: |
    for name in one two; do mkdir $name; printf '#!/bin/sh\\necho '$name'\\n' > $name/tool; chmod +x $name/tool; echo "$PWD/$name" >> "$GITHUB_PATH"; done
- run: tool`)
    expect(logOf(run)).toBe('two')
  })

  test('the machine is not the developer’s: only PATH, LANG and what is given', async () => {
    process.env['WORKFLOW_RUNNER_TEST'] = 'leaked'
    const run = await runSteps(
      '- run: echo "[$WORKFLOW_RUNNER_TEST][$GIVEN][$CI][$GITHUB_ACTIONS][$RUNNER_OS]"',
      {
        environment: { GIVEN: 'given' }
      }
    )
    delete process.env['WORKFLOW_RUNNER_TEST']
    expect(logOf(run)).toBe('[][given][true][true][Linux]')
  })
})

describe('step results', () => {
  test('conditions see earlier failures, and continue-on-error forgives', async () => {
    const run = await runSteps(`- {id: forgiven, continue-on-error: true, run: exit 3}
- {id: after, run: 'true', if: "steps.forgiven.outcome == 'failure' && steps.forgiven.conclusion == 'success'"}
- {id: broken, run: exit 4}
- {id: default, run: 'true'}
- {id: on-failure, if: failure(), run: 'true'}
- {id: always, if: always(), run: 'echo \${{ job.status }}'}
- {id: not-success, if: success(), run: 'true'}
- {id: looked, if: "\${{ !cancelled() && steps.broken.outcome == 'failure' }}", run: 'true'}`)
    const outcomes = Object.entries(run.jobs['job']?.steps ?? {}).map(
      ([id, step]) => `${id}: ${step.outcome}/${step.conclusion}`
    )
    expect(outcomes).toEqual([
      'forgiven: failure/success',
      'after: success/success',
      'broken: failure/failure',
      'default: skipped/skipped',
      'on-failure: success/success',
      'always: success/success',
      'not-success: skipped/skipped',
      'looked: success/success'
    ])
    expect(run.conclusion).toBe('failure')
    expect(logOf(run, 'always')).toBe('failure')
    expect(annotationsOf(run)).toEqual([
      'error: Process completed with exit code 3.',
      'error: Process completed with exit code 4.'
    ])
  })

  test('outputs written before a crash count', async () => {
    const run = await runSteps('- {id: it, run: "echo a=1 >> $GITHUB_OUTPUT; exit 1"}')
    expect(run.jobs['job']?.steps['it']).toEqual({
      outcome: 'failure',
      conclusion: 'failure',
      outputs: { a: '1' }
    })
  })

  test('an expression that fails is the step’s failure', async () => {
    const run = await runSteps(
      "- {id: it, env: {A: \"${{ fromJSON('{') }}\"}, run: 'true'}\n- {id: next, if: failure(), run: 'true'}"
    )
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('failure')
    expect(run.jobs['job']?.steps['next']?.outcome).toBe('success')
  })

  test('a step out of time has failed, and continue-on-error forgives that as well', async () => {
    const run = await runSteps(
      '- {id: it, name: Sleep, timeout-minutes: 1, continue-on-error: true, run: exec sleep 60}'
    )
    expect(run.jobs['job']?.steps['it']).toMatchObject({ outcome: 'failure', conclusion: 'success' })
    expect(annotationsOf(run)).toEqual(["error: The action 'Sleep' has timed out."])
  })

  test('a job out of time is cancelled, and always() still runs', async () => {
    const run = await runText(
      workflowOf(
        '- {id: it, run: exec sleep 60}\n- {id: next, run: "true"}\n- {id: last, if: always(), run: "true"}',
        'timeout-minutes: 1'
      )
    )
    const { result, steps } = run.jobs['job'] ?? {}
    expect(result).toBe('cancelled')
    expect([steps?.['it'], steps?.['next'], steps?.['last']].map(step => step?.outcome)).toEqual([
      'cancelled',
      'skipped',
      'success'
    ])
    expect(annotationsOf(run)).toContain(
      'error: The job has exceeded the maximum execution time of 1 minutes.'
    )
  })
})

describe('hostile texts', () => {
  const TEXT =
    '$(touch pwned) `touch pwned` "; touch pwned; "\n::error::injected\n##[add-mask]x\nEOF\nadmin=true\n'

  test('in env, with and outputs do nothing', async () => {
    const run = await runSteps(
      `- {id: env, env: {TEXT: '\${{ github.event.issue.body }}'}, run: 'printf %s "$TEXT" | wc -c'}
- id: out
  env: {TEXT: '\${{ github.event.issue.body }}'}
  run: |
    printf 'body<<unguessable\\n%s\\nunguessable\\n' "$TEXT" >> "$GITHUB_OUTPUT"
- {id: read, env: {TEXT: '\${{ steps.out.outputs.body }}'}, run: 'printf %s "$TEXT" | wc -c; ls'}`,
      { event: { name: 'workflow_dispatch', payload: { issue: { body: TEXT } } } }
    )
    expect(logOf(run)).toBe(`${TEXT.length}\n${TEXT.length}`)
    expect(run.jobs['job']?.steps['out']?.outputs).toEqual({ body: TEXT })
    expect(run.annotations).toEqual([])
  })

  test('a guessable delimiter lets a text set other outputs, as on GitHub', async () => {
    const run = await runSteps(
      `- id: out
  env: {TEXT: '\${{ github.event.issue.body }}'}
  run: printf 'body<<EOF\\n%s\\nother<<EOF\\nEOF\\n' "$TEXT" >> "$GITHUB_OUTPUT"`,
      { event: { name: 'workflow_dispatch', payload: { issue: { body: 'x\nEOF\nadmin=true' } } } }
    )
    expect(run.jobs['job']?.steps['out']?.outputs).toEqual({ body: 'x', admin: 'true', other: '' })
  })

  test('names of the prototype are names like others', async () => {
    const run = await runSteps(
      '- {id: constructor, run: "echo __proto__=1 >> $GITHUB_OUTPUT; echo toString=2 >> $GITHUB_OUTPUT"}'
    )
    const step = run.jobs['job']?.steps['constructor']
    expect(Object.entries(step?.outputs ?? {})).toEqual([
      ['__proto__', '1'],
      ['toString', '2']
    ])
  })
})
