import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { deliver, readEvent, senderOf } from '../../scripts/workflow/event.js'
import { readOptions } from '../../scripts/workflow/options.js'
import { repositoryFiles } from '../../scripts/workflow/repository-files.js'
import { startGitHubServer, type GitHubServer } from '../../shared/testing/github-server/github-server.js'

const directory = mkdtempSync(join(tmpdir(), 'mlops-'))
const written = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(directory, name), content)
  return join(directory, name)
}
const workflow = written('train.yml', 'on: push\n')
const payload = (value: unknown) => written('event.json', JSON.stringify(value))

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('the command line', () => {
  test('says all that is wrong with it, a line each', () => {
    const words = ['none.yml', 'more.yml', '--event', directory, '--repository', workflow]
    expect(readOptions([...words, '--variable', 'A', '--backend', 'cloud'])).toEqual({
      kind: 'wrong',
      problems: [
        'the workflow file: none.yml does not exist',
        `--event: ${directory} is not a file`,
        `--repository: ${workflow} is not a directory`,
        '"more.yml" is one word too many: one workflow is run at a time',
        '--variable is "A"; it is written NAME=VALUE',
        '--backend is "cloud"; it is one of local, sagemaker'
      ]
    })
  })

  test('names an option that it does not know', () => {
    expect(readOptions(['--evnet', 'x'])).toMatchObject({ problems: [expect.stringContaining('--evnet')] })
  })

  test('takes variables whose values hold anything', () => {
    const words = [workflow, '--event', payload({}), '--variable', 'A=b=c', '--variable', 'EMPTY=']
    expect(readOptions(words)).toMatchObject({ kind: 'run', variables: { A: 'b=c', EMPTY: '' } })
  })
})

test('the files of the repository are read as they are, also those that are no text', () => {
  const bytes = Buffer.from([0x50, 0x41, 0x52, 0x31, 0xff, 0xfe, 0x00])
  written('rows.parquet', bytes)
  expect(Buffer.from(repositoryFiles(directory)['rows.parquet'] ?? [])).toEqual(bytes)
})

describe('an event', () => {
  let server: GitHubServer

  beforeEach(async () => {
    server = await startGitHubServer({ repository: 'acme/models' })
  })
  afterEach(() => server.close())

  const delivered = (value: unknown) => deliver(server, readEvent(payload(value), undefined), 'train.yml')

  test.each([
    [{ issue: { number: 1 }, comment: { body: 'x' } }, 'issue_comment'],
    [{ issue: { number: 1 } }, 'issues'],
    [{ client_payload: {} }, 'repository_dispatch'],
    [{ schedule: '0 0 * * *' }, 'schedule'],
    [{ inputs: {} }, 'workflow_dispatch']
  ])('%j is %s', (value, name) => {
    expect(delivered(value).name).toBe(name)
  })

  test('has what it says, and of the rest what GitHub would have sent', () => {
    const issue = { number: 2, title: 'Train', body: 'yaml', user: { login: 'bob' } }
    const event = delivered({
      action: 'labeled',
      label: { name: 'mlops:train' },
      issue,
      sender: { login: 'bob' }
    })
    expect(senderOf(event)).toBe('bob')
    expect(event.payload).toMatchObject({
      action: 'labeled',
      label: { name: 'mlops:train', color: expect.any(String) },
      issue: { ...issue, state: 'open', updated_at: expect.any(String) },
      repository: { full_name: 'acme/models' },
      sender: { login: 'bob', type: 'User' }
    })
    expect(server.state.issues.get(2)).toMatchObject({ title: 'Train', body: 'yaml', login: 'bob' })
  })

  test('speaks of a comment that is there, whatever number it was given', () => {
    const comment = { id: 99, body: '/mlops status', user: { login: 'bob' } }
    const event = delivered({ issue: { number: 1 }, comment })
    const [posted] = server.state.commentsOf(1)
    expect(event.payload['comment']).toMatchObject({ id: posted?.id, body: '/mlops status' })
    expect(posted?.login).toBe('bob')
  })

  test.each(['', '[1]', '"text"', '{'])('is no event: %j', text => {
    expect(() => readEvent(written('bad.json', text), undefined)).toThrow(
      /^--event: .*bad\.json (is not JSON|holds no)/
    )
  })

  test('keeps names that mean something to JavaScript as plain values', () => {
    const event = deliver(
      server,
      {
        name: 'issues',
        payload: JSON.parse('{"__proto__": {"polluted": 1}}') as object as Record<string, unknown>
      },
      'train.yml'
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(event.payload['polluted']).toBeUndefined()
  })
})
