import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { InputReader } from '../../../shared/src/action/inputs.js'
import { SuiteError } from '../../../shared/src/errors.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readParseIssueInputs, readWorkflowEnvironment } from '../src/inputs.js'
import { reasonCodes, toOutputs } from '../src/outcome.js'

function runnerWith(
  inputs: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {}
): Runner {
  const nothing = () => undefined
  return {
    input: name => inputs[name] ?? '',
    variable: name => variables[name],
    setOutput: nothing,
    saveState: nothing,
    state: () => '',
    mask: nothing,
    log: nothing,
    group: nothing,
    annotate: nothing,
    appendSummary: nothing,
    cancelled: new AbortController().signal
  }
}

function read(inputs: Readonly<Record<string, string>>) {
  const reader = new InputReader(runnerWith(inputs))
  const values = readParseIssueInputs(reader)
  reader.finish()
  return values
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof SuiteError ? error.code : 'other'
  }
}

describe('inputs', () => {
  test('have defaults', () => {
    expect(read({})).toMatchObject({
      label: 'mlops:train',
      requiredPermission: 'write',
      issueNumber: undefined,
      language: 'en',
      failOn: []
    })
  })

  test('are read together', () => {
    const values = read({
      label: 'go',
      'rerun-of': 'churn',
      reason: 'a\nb',
      report: 'drift/churn/report.json',
      'skip-unchanged': 'true',
      'issue-number': '7',
      'required-permission': 'admin',
      'fail-on': 'invalid,exhausted'
    })
    expect(values).toMatchObject({
      label: 'go',
      rerunOf: 'churn',
      reason: 'a b',
      report: 'drift/churn/report.json',
      skipUnchanged: true,
      issueNumber: 7,
      requiredPermission: 'admin',
      failOn: ['invalid', 'exhausted']
    })
  })

  test.each<[string, Record<string, string>]>([
    ['a path out of the repository', { 'request-file': '../x.yml' }],
    ['a path out of the repository inside', { 'request-file': 'a/../../x.yml' }],
    ['an absolute path', { 'request-file': '/etc/passwd' }],
    ['a run that is none', { 'rerun-of': '../x' }],
    ['a switch that is none', { 'skip-unchanged': 'maybe' }],
    ['an issue that is none', { 'issue-number': '1.5' }],
    ['a permission that is none', { 'required-permission': 'owner' }],
    ['a decision that is none', { 'fail-on': 'rejected' }],
    ['two sources', { 'request-file': 'a.yml', 'rerun-of': 'churn' }]
  ])('refuse %s', (_name, inputs) => {
    expect(codeOf(() => read(inputs))).toBe('invalid-inputs')
  })

  test('the environment says which event it is', () => {
    const runner = runnerWith(
      {},
      { GITHUB_EVENT_NAME: 'issues', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '5' }
    )
    expect(readWorkflowEnvironment(runner)).toEqual({
      eventName: 'issues',
      eventPath: undefined,
      repository: 'o/r',
      runId: '5',
      commit: undefined
    })
  })
})

const file = async (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')

describe('action.yml and README.md', () => {
  test('declare every output, and no other', async () => {
    const action = parse(await file('action.yml')) as { outputs: object }
    const own = Object.keys(toOutputs({ decision: 'ignored', reasonCode: 'no-command', headline: '' }))
    expect(Object.keys(action.outputs)).toEqual(['decision', 'reason-code', 'result', ...own])
  })

  test('declare exactly the inputs that are read', async () => {
    const action = parse(await file('action.yml')) as { inputs: object }
    const asked = new Set<string>()
    const runner = { ...runnerWith({}), input: (name: string) => (asked.add(name), '') }
    readParseIssueInputs(new InputReader(runner))
    expect([...asked].sort()).toEqual(Object.keys(action.inputs).sort())
  })

  test('explain every reason code', async () => {
    const readme = await file('README.md')
    for (const codes of Object.values(reasonCodes)) {
      for (const [code, meaning] of Object.entries(codes))
        expect(readme).toContain(`| \`${code}\` | ${meaning} |`)
    }
  })
})
