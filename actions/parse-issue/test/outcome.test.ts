import { describe, expect, test } from '@jest/globals'
import { toOutputs, toResult, type ParseIssueOutcome } from '../src/outcome.js'

const refused: ParseIssueOutcome = {
  decision: 'unauthorized',
  reasonCode: 'permission-missing',
  headline: 'mallory has the permission read; approve needs maintain',
  command: 'approve',
  commandArguments: { version: 'v1.0.0' }
}

describe('the outputs of parse-issue', () => {
  test('a refused command is not handed on: a workflow that looks at command alone does nothing', () => {
    expect(toOutputs(refused)).toMatchObject({ proceed: 'false', command: '', 'command-arguments': '{}' })
    expect(toResult(refused)).toMatchObject({ command: null, command_arguments: {} })
  })

  test('an accepted command is handed on with its arguments', () => {
    const accepted: ParseIssueOutcome = { ...refused, decision: 'accepted', reasonCode: 'command-accepted' }
    expect(toOutputs(accepted)).toMatchObject({
      command: 'approve',
      'command-arguments': '{"version":"v1.0.0"}'
    })
    expect(toResult(accepted)).toMatchObject({ command: 'approve' })
  })
})
