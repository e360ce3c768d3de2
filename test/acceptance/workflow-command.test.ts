import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { releaseRoot } from './release.js'
import { csvOf, smallRows } from './small-dataset.js'

const program = fileURLToPath(new URL('../../lib/scripts/workflow.js', import.meta.url))
const workflow = join(releaseRoot, 'workflows-examples/sagemaker/train-on-issue.yml')
const directory = mkdtempSync(join(tmpdir(), 'workflow-'))
const body =
  '```yaml\nalgorithm: random_forest\ndataset_id: small\ntarget: label\ncompute: {max_runtime: 20m}\n```\n'

function write(path: string, text: string): string {
  const file = join(directory, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

/** Runs the command; `onOutput` sees all that it has printed so far. */
function command(words: readonly string[], onOutput: (printed: string, interrupt: () => void) => void) {
  return new Promise<{ code: number | null; printed: string }>(done => {
    const child = spawn(process.execPath, [program, ...words])
    let printed = ''
    const onData = (bytes: Buffer) => {
      printed += bytes.toString()
      onOutput(printed, () => child.kill('SIGINT'))
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    child.on('close', code => done({ code, printed }))
  })
}

test('Ctrl-C while a cloud job trains cancels the workflow as GitHub does, and the job with it', async () => {
  for (const channel of ['train', 'test'] as const)
    write(`repository/.mlops/datasets/small/${channel}/rows.csv`, csvOf(smallRows(channel)))
  const issue = { number: 2, title: '[MLOps] Train: small', body }
  const event = write(
    'event.json',
    JSON.stringify({ action: 'labeled', label: { name: 'mlops:train' }, issue })
  )
  const words = [workflow, '--event', event, '--repository', join(directory, 'repository')]

  let isInterrupted = false
  const { code, printed } = await command([...words, '--backend', 'sagemaker'], (text, interrupt) => {
    if (isInterrupted || !text.includes('Starting (after')) return
    isInterrupted = true
    interrupt()
  })
  expect({ code, printed }).toMatchObject({ code: 130 })
  expect(printed).toContain('Cancelling what runs …')
  expect(printed).toMatch(/^ {2}train +stopped +cancelled$/m)
  expect(printed).toContain('The workflow was cancelled; the training was stopped. (`cancelled`)')
  expect(printed).toMatch(/^cancelled; files in /m)
}, 180_000)
