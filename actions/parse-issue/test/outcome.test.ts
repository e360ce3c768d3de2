import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { reasonCodes, toOutputs, toResult, type ParseIssueOutcome } from '../src/outcome.js'
import { request, World } from './world.js'

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

test('the result repeats the outputs', async () => {
  const outcome = await new World().label('writer')
  expect(toResult(outcome)).toMatchObject({
    proceed: true,
    command: 'train',
    training_id: toOutputs(outcome)['training-id'],
    model_id: 'churn',
    attempt: 1,
    request_sha256: requestDigest(request),
    issue: 7,
    problems: []
  })
})

describe('what fails the step for a file that cannot be taken', () => {
  const directory = mkdtempSync(join(tmpdir(), 'parse-issue-files-'))
  afterAll(() => rmSync(directory, { recursive: true }))

  test.each([
    ['leads out', '../x.yml'],
    ['is too large', 'big.yml']
  ])('is listed where it %s', async (_name, path) => {
    mkdirSync(join(directory, 'workspace'), { recursive: true })
    writeFileSync(join(directory, 'x.yml'), 'a: 1')
    writeFileSync(join(directory, 'workspace', 'big.yml'), ' '.repeat(2 ** 20 + 1))
    const reading = new DirectoryTextFiles(join(directory, 'workspace')).read(path)
    const code = await reading.then(
      () => undefined,
      (error: unknown) => (error as { code?: unknown }).code
    )
    expect(Object.keys(reasonCodes.error)).toContain(code)
  })
})
