import { describe, expect, test } from '@jest/globals'
import { readCommonInputs, type CommonInputs } from '../../src/action/common-inputs.js'
import { runAction, type Action, type Report } from '../../src/action/run-action.js'
import { ServiceError, UserError } from '../../src/errors.js'
import { InMemoryRunner } from '../../testing/fakes/in-memory-runner.js'

const report: Report = {
  decision: 'reject',
  reasonCode: 'threshold-missed',
  headline: 'accuracy is 0.8, below 0.85',
  outputs: { passed: 'false' },
  result: { rows: 20 },
  summary: '# Rejected',
  warnings: ['the store is full']
}

function action(run: () => Promise<Report>): Action<CommonInputs> {
  return { name: 'evaluate-gate', readInputs: reader => readCommonInputs(reader, ['pass', 'reject']), run }
}

const errorsOf = (runner: InMemoryRunner) => runner.annotations.filter(({ level }) => level === 'error')

describe('a decision', () => {
  test('is in every output, the summary and the log, and succeeds', async () => {
    const runner = new InMemoryRunner()
    expect(
      await runAction(
        runner,
        action(async () => report)
      )
    ).toBe(0)
    expect(Object.fromEntries(runner.outputs)).toEqual({
      passed: 'false',
      decision: 'reject',
      'reason-code': 'threshold-missed',
      result:
        '{"schema_version":1,"action":"evaluate-gate","decision":"reject","reason_code":"threshold-missed","rows":20}'
    })
    expect(runner.summary).toBe('# Rejected')
    expect(runner.lines).toEqual(['evaluate-gate: reject (threshold-missed). accuracy is 0.8, below 0.85'])
    expect(runner.annotations).toEqual([
      { level: 'warning', title: 'evaluate-gate', message: 'the store is full' }
    ])
  })

  test.each(['', 'reject'])(
    'that could not be acted on stands, and fails with one error (fail-on %j)',
    async failOn => {
      const runner = new InMemoryRunner({ 'fail-on': failOn })
      const failure = new ServiceError('github-permission-missing', 'GitHub answered <403>', {
        hint: 'Add `actions: write`.'
      })
      expect(
        await runAction(
          runner,
          action(async () => ({ ...report, failure }))
        )
      ).toBe(1)
      expect(Object.fromEntries(runner.outputs)).toMatchObject({
        passed: 'false',
        decision: 'reject',
        'reason-code': 'threshold-missed'
      })
      expect(JSON.parse(runner.outputs.get('result') ?? '')).toMatchObject({
        decision: 'reject',
        rows: 20,
        failure: { code: 'github-permission-missing', message: 'GitHub answered <403>' }
      })
      expect(errorsOf(runner)).toEqual([
        {
          level: 'error',
          title: 'evaluate-gate: github-permission-missing',
          message: 'GitHub answered <403>. Add `actions: write`.'
        }
      ])
      expect(runner.summary).toMatch(
        /^# Rejected\n[^]*evaluate-gate decided[^]*&lt;403&gt;[^]*`github-permission-missing`/
      )
    }
  )

  test.each([
    { failOn: 'reject', exitCode: 1 },
    { failOn: 'pass,reject', exitCode: 1 },
    { failOn: 'pass', exitCode: 0 }
  ])('with fail-on $failOn exits with $exitCode and as many errors', async ({ failOn, exitCode }) => {
    const runner = new InMemoryRunner({ 'fail-on': failOn })
    expect(
      await runAction(
        runner,
        action(async () => report)
      )
    ).toBe(exitCode)
    expect(errorsOf(runner)).toHaveLength(exitCode)
    expect(runner.outputs.get('decision')).toBe('reject')
  })
})

describe('a failure', () => {
  const cases: readonly { case: string; error: unknown; code: string; text: string }[] = [
    {
      case: "the user's",
      error: new UserError('record-missing', 'training.json does not exist', { hint: 'Run train first.' }),
      code: 'record-missing',
      text: 'training.json does not exist. Run train first.'
    },
    {
      case: "a service's",
      error: new ServiceError('github-unavailable', 'GitHub answered 502!', { retryable: true }),
      code: 'github-unavailable',
      text: 'GitHub answered 502! Running the job again may help.'
    },
    {
      case: "a service's that is final",
      error: new ServiceError('github-refused', 'GitHub answered 403'),
      code: 'github-refused',
      text: 'GitHub answered 403.'
    },
    {
      case: 'a defect',
      error: new TypeError('x is not a function'),
      code: 'internal-error',
      text: 'A defect in the action: x is not a function. Please report it with the log above.'
    },
    {
      case: 'something else that was thrown',
      error: 'a text',
      code: 'internal-error',
      text: 'A defect in the action: a text. Please report it with the log above.'
    }
  ]

  test.each(cases)('$case is one error, with outputs to react to', async ({ error, code, text }) => {
    const runner = new InMemoryRunner()
    expect(
      await runAction(
        runner,
        action(() => Promise.reject(error as Error))
      )
    ).toBe(1)
    expect(runner.annotations).toEqual([{ level: 'error', title: `evaluate-gate: ${code}`, message: text }])
    expect([runner.outputs.get('decision'), runner.outputs.get('reason-code')]).toEqual(['', code])
    expect(JSON.parse(runner.outputs.get('result') ?? '')).toEqual({
      schema_version: 1,
      action: 'evaluate-gate',
      decision: null,
      reason_code: code,
      message: text
    })
    expect(runner.summary).toContain(`\`${code}\``)
  })

  test('only a defect prints its stack', async () => {
    const [expected, defect] = [new InMemoryRunner(), new InMemoryRunner()]
    await runAction(
      expected,
      action(() => Promise.reject(new UserError('a-code', 'a')))
    )
    await runAction(
      defect,
      action(() => Promise.reject(new RangeError('b')))
    )
    expect(expected.lines).toEqual([])
    expect(defect.lines.join('\n')).toMatch(/^RangeError: b\n\s+at /)
  })

  test('of wrong inputs the use case is not run, and all are named at once', async () => {
    const runner = new InMemoryRunner({ language: 'fr', 'fail-on': 'never', 'training-id': 'x' })
    let ran = false
    const exitCode = await runAction(
      runner,
      action(async () => {
        ran = true
        return report
      })
    )
    expect([exitCode, ran]).toEqual([1, false])
    const [error, ...others] = errorsOf(runner)
    expect(others).toEqual([])
    for (const name of ['language', 'fail-on', 'training-id'])
      expect(error?.message).toContain(`input ${name}: `)
  })

  test('has its summary in the language of the reader', async () => {
    const runner = new InMemoryRunner({ language: 'ja' })
    await runAction(
      runner,
      action(() => Promise.reject(new UserError('a-code', 'a')))
    )
    expect(runner.summary).toContain('evaluate-gate を実行できませんでした')
    const late = new InMemoryRunner({ language: 'ja' })
    const failure = new ServiceError('a-code', 'a')
    await runAction(
      late,
      action(async () => ({ ...report, failure }))
    )
    expect(late.summary).toContain('evaluate-gate は判定しましたが、実行できませんでした')
  })

  test('shows the subject of a token as it is copied into a policy, and no mention', async () => {
    const subject = 'repo:acme@12345/models@7654321:ref:refs/heads/main'
    const runner = new InMemoryRunner()
    const message = `The subject is "${subject}", said @octocat and "\`@octocat".`
    await runAction(
      runner,
      action(() => Promise.reject(new UserError('role-not-trusted', message)))
    )
    expect(runner.summary).toContain(
      `The subject is \`${subject}\`, said @\u200boctocat and \`\` \`@octocat \`\`.`
    )
  })

  test('hostile text of an error does nothing in the summary', async () => {
    const runner = new InMemoryRunner()
    const message = '<img src=x> @octocat [a](https://example.test)\n# title\n::error::x'
    await runAction(
      runner,
      action(() => Promise.reject(new UserError('a-code', message)))
    )
    const quoted = runner.summary.split('\n').slice(2, -2)
    expect(quoted).toHaveLength(3)
    for (const line of quoted) expect(line).toMatch(/^> /)
    expect(runner.summary).not.toMatch(/<img|@octocat|https:\/\/|^> # title/m)
  })
})
