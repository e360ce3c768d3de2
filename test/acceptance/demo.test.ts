import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { trainingRecord } from '../../shared/src/domain/records/training.js'

const program = fileURLToPath(new URL('../../lib/scripts/demo.js', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'demo-'))

interface Ending {
  readonly code: number
  readonly output: string
  readonly errors: string
}

function demo(...words: readonly string[]): Promise<Ending> {
  return new Promise(done => {
    const child = execFile(
      process.execPath,
      [program, ...words],
      { maxBuffer: 1 << 24 },
      (_, output, errors) => done({ code: child.exitCode ?? -1, output, errors })
    )
  })
}

/** What stands under a heading. */
const chapter = ({ output }: Ending, heading: string) =>
  output.split('━━ ').find(text => text.startsWith(heading)) ?? `no chapter "${heading}" in:\n${output}`

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('the demo on both backends', () => {
  let local: Ending
  let cloud: Ending
  beforeAll(async () => {
    const onBoth = [
      demo('--directory', join(directory, 'local')),
      demo('--backend', 'sagemaker', '--directory', join(directory, 'cloud'))
    ] as const
    ;[local, cloud] = await Promise.all(onBoth)
  }, 300_000)

  test('keeps what it promises', () => {
    for (const { output, errors, code } of [local, cloud])
      expect({ errors, code, output }).toMatchObject({ code: 0 })
  })

  test.each(['What each action decided', 'Metrics on the test data'])('%s: the same on both', heading => {
    expect(chapter(cloud, heading)).toBe(chapter(local, heading))
    expect(chapter(cloud, heading).split('\n').length).toBeGreaterThan(8)
  })

  test('says what the trainings cost, who called, and what is left', () => {
    expect(chapter(cloud, 'What the trainings cost').match(/Billed \d+ s of 1 instance/g)).toHaveLength(3)
    expect(chapter(cloud, 'Who called AWS')).toContain('repo:acme@12345/models@7654321:ref:refs/heads/main')
    expect(chapter(cloud, 'What is left')).toContain('3 training jobs were made, 0 are running.')
  })

  test('leaves the store, with a bill for each training', () => {
    const runs = readdirSync(join(directory, 'cloud/store/runs'))
    const records = runs.map(id =>
      trainingRecord.parse(
        JSON.parse(readFileSync(join(directory, 'cloud/store/runs', id, 'training.json'), 'utf8'))
      )
    )
    expect(records.map(({ backend, status }) => `${backend} ${status}`)).toEqual(
      Array.from({ length: 3 }, () => 'sagemaker completed')
    )
    // 60 s of training and 10 s of uploading, as the test server is told; 0.276 USD an hour, as the policy says.
    for (const { billable_seconds: seconds = 0, cost } of records) {
      expect(seconds).toBeGreaterThanOrEqual(70)
      expect(cost?.billed_usd).toBeCloseTo((seconds * 0.276) / 3600, 9)
      expect(cost?.worst_case_usd).toBeCloseTo(0.14, 9)
    }
  })
})

test.each([
  ['an unknown backend', ['--backend', 'azure'], /^--backend is "azure"; it is one of local, sagemaker$/m],
  ['an unknown option', ['--bakcend', 'sagemaker'], /^Unknown option '--bakcend'/m],
  ['a word', ['sagemaker'], /^Unexpected argument 'sagemaker'/m],
  ['a directory that holds something', ['--directory', '.'], /^the directory \. is not empty$/m],
  ['a forgotten value', ['--backend'], /^Option '--backend/m]
])('%s is one error, and nothing is run', async (_, words, expected) => {
  const { code, output, errors } = await demo(...words)
  expect(code).toBe(2)
  expect(errors).toMatch(expected)
  expect(errors.trim().split('\n')).toHaveLength(1)
  expect(output).toMatch(/^npm run demo/)
})

test('--help says what there is', async () => {
  const { code, output, errors } = await demo('--help')
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  for (const option of ['--backend local', '--backend sagemaker', '--directory', '--help'])
    expect(output).toContain(option)
})
