import { describe, expect, test } from '@jest/globals'
import { annotationsOf, logOf, runSteps } from './run-files.js'

describe('workflow commands', () => {
  test('annotations with their places, from stdout and stderr', async () => {
    const run = await runSteps(`- id: it
  run: |
    echo "::error file=a.ts,line=3,endLine=4,col=5,endColumn=6,title=T::one%0Atwo"
    echo "::notice::hello" >&2`)
    expect(run.annotations).toContainEqual({
      level: 'error',
      message: 'one\ntwo',
      file: 'a.ts',
      line: 3,
      endLine: 4,
      column: 5,
      endColumn: 6,
      title: 'T',
      job: 'job',
      step: 'it'
    })
    expect(run.annotations).toContainEqual({ level: 'notice', message: 'hello', job: 'job', step: 'it' })
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('success')
  })

  test('ten annotations of a level in a step, 4096 characters each', async () => {
    const run = await runSteps(`- run: |
    for i in $(seq 12); do echo "::warning::$i"; done
    echo "::notice::$(head -c 5000 /dev/zero | tr '\\0' x)"
- run: echo "::warning::again"`)
    expect(annotationsOf(run).filter(text => text.startsWith('warning'))).toHaveLength(11)
    expect(run.annotations.find(annotation => annotation.level === 'notice')?.message).toHaveLength(4096)
  })

  test('stop-commands until its token', async () => {
    const run = await runSteps(`- run: |
    echo "::stop-commands::t0k3n"
    echo "::error::not a command"
    echo "::other::"
    echo "::t0k3n::"
    echo "::error::a command"`)
    expect(annotationsOf(run)).toEqual(['error: a command'])
    expect(logOf(run)).toContain('::error::not a command')
  })

  test('groups and debug lines', async () => {
    const step = '- run: echo "::group::G"; echo "::debug::D"; echo "::endgroup::"'
    expect(logOf(await runSteps(step))).toBe('##[group]G\n##[endgroup]')
    const debugged = await runSteps(step, { variables: { ACTIONS_STEP_DEBUG: 'true' } })
    expect(logOf(debugged)).toBe('##[group]G\n##[debug]D\n##[endgroup]')
  })

  test.each([
    ['set-env', '::set-env name=A::1'],
    ['add-path', '::add-path::/tmp'],
    ['an unusable stop token', '::stop-commands::error']
  ])('%s fails the step', async (_, command) => {
    const run = await runSteps(`- {id: it, run: "echo '${command}'"}`)
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('failure')
  })

  test('the deprecated set-output still works, with a warning', async () => {
    const run = await runSteps('- {id: it, run: "echo ::set-output name=a::1"}')
    expect(run.jobs['job']?.steps['it']?.outputs).toEqual({ a: '1' })
    expect(annotationsOf(run)).toEqual([expect.stringContaining('deprecated')])
  })
})

describe('masks', () => {
  test('secrets, the token and added masks are hidden in log, annotations and summary', async () => {
    const run = await runSteps(
      `- env: {KEY: '\${{ secrets.KEY }}', TOKEN: '\${{ github.token }}'}
  run: |
    echo "::add-mask::added"
    echo "$KEY $TOKEN added"
    echo "::error::$KEY"
    echo "# $KEY $TOKEN" >> "$GITHUB_STEP_SUMMARY"`,
      { secrets: { KEY: 'the-key' }, token: 'ghs_the-token' }
    )
    expect(logOf(run)).toBe('*** *** ***\n##[error]***')
    expect(annotationsOf(run)).toEqual(['error: ***'])
    expect(run.summaries).toEqual([{ job: 'job', step: '__run', markdown: '# *** ***\n' }])
  })
})

describe('command files', () => {
  test('a malformed one fails the step, and the others still count', async () => {
    const run = await runSteps(`- id: it
  run: |
    echo "a=1" >> "$GITHUB_OUTPUT"
    echo "nonsense" >> "$GITHUB_ENV"`)
    expect(run.jobs['job']?.steps['it']).toMatchObject({ outcome: 'failure', outputs: { a: '1' } })
    expect(annotationsOf(run)).toEqual([
      "error: Unable to process file command 'env' successfully.",
      "error: Invalid format 'nonsense'"
    ])
  })

  test('NODE_OPTIONS cannot be set for later steps', async () => {
    const run = await runSteps(`- run: printf 'NODE_OPTIONS=--x\\nOTHER=1\\n' >> "$GITHUB_ENV"
- run: echo "[$NODE_OPTIONS][$OTHER]"`)
    expect(logOf(run)).toContain('[][1]')
    expect(annotationsOf(run)).toEqual([expect.stringContaining("Can't store NODE_OPTIONS")])
  })

  test('a summary above 1 MiB is dropped, without failing the step', async () => {
    const run =
      await runSteps(`- {id: it, run: 'head -c 1048577 /dev/zero | tr "\\0" x >> "$GITHUB_STEP_SUMMARY"'}
- run: head -c 1048576 /dev/zero | tr "\\0" x >> "$GITHUB_STEP_SUMMARY"`)
    expect(run.summaries.map(summary => summary.markdown.length)).toEqual([1048576])
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('success')
    expect(annotationsOf(run)).toEqual([expect.stringContaining('1024k')])
  })

  test('a deleted file is an empty one', async () => {
    const run = await runSteps('- {id: it, run: rm "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY"}')
    expect(run.jobs['job']?.steps['it']).toMatchObject({ outcome: 'success', outputs: {} })
  })
})
