import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { LocalTrainingService } from '../../../src/adapters/python/local-training-service.js'
import { readModelArchive } from '../../../src/onnx/model-archive.js'
import type { KitJob, TrainingJob } from '../../../src/ports/training-service.js'
import { Executables } from './fake-python.js'

const kitDirectory = fileURLToPath(new URL('../../../training-kit', import.meta.url))
const realPython = process.env['MLOPS_PYTHON'] ?? '/usr/bin/python3'

const kitJob: KitJob = {
  schema_version: 1,
  training_id: 'train-20250110-093000-1a2b3c4d',
  algorithm: 'logistic_regression',
  task: 'classification',
  target: 'label',
  features: null,
  sample_id: null,
  types: {},
  positive_class: null,
  preprocessing: null,
  hyperparameters: {},
  validation: { method: 'none' },
  trees: 'all',
  parity_rows: 'real',
  seed: 42
}

let directory: string
let executables: Executables
let lines: string[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'training-test-'))
  executables = new Executables()
  lines = []
  for (const name of ['temporary', 'data', 'script']) mkdirSync(join(directory, name))
})
afterEach(() => {
  expect(readdirSync(join(directory, 'temporary'))).toEqual([])
  rmSync(directory, { recursive: true, force: true })
  executables.close()
})

const serviceWith = (python: string, kit: string): LocalTrainingService =>
  new LocalTrainingService({
    kitDirectory: kit,
    temporaryDirectory: join(directory, 'temporary'),
    toolDirectory: join(directory, 'tools'),
    python,
    environment: {
      ...process.env,
      GITHUB_TOKEN: 'ghs_secret',
      'INPUT_GITHUB-TOKEN': 'ghs_secret',
      AWS_SECRET_ACCESS_KEY: 'aws_secret'
    }
  })

const jobFor = (change: Partial<TrainingJob> = {}): TrainingJob => ({
  kitJob,
  trainDirectory: join(directory, 'data'),
  script: undefined,
  maxRuntimeSeconds: undefined,
  archivePath: join(directory, 'model.tar.gz'),
  ...change
})

describe('with the training kit', () => {
  const service = () => serviceWith(realPython, kitDirectory)
  const observer = (signal: AbortSignal = new AbortController().signal, onLine?: (line: string) => void) => ({
    line: (text: string) => {
      lines.push(text)
      onLine?.(text)
    },
    signal
  })
  const data = (rows: readonly string[]) =>
    writeFileSync(join(directory, 'data', 'train.csv'), `x,label\n${rows.join('\n')}\n`)
  const script = (program: string) => {
    writeFileSync(join(directory, 'script', 'main.py'), program)
    return jobFor({
      kitJob: { ...kitJob, algorithm: 'script' },
      script: { sourceDirectory: join(directory, 'script'), entryPoint: 'main.py' }
    })
  }

  test('a training ends with an archive', async () => {
    data(
      Array.from(
        { length: 40 },
        (_, index) => `${index % 2 === 0 ? 1 : -1}.${index},${index % 2 === 0 ? 'yes' : 'no'}`
      )
    )
    expect(await service().train(jobFor(), observer())).toEqual({ status: 'completed' })
    const archive = await readModelArchive(join(directory, 'model.tar.gz'))
    expect(archive).toMatchObject({
      kind: 'kit',
      manifest: { task: 'classification', classes: ['no', 'yes'], rows: { train: 40, used: 40 } },
      metrics: { train_accuracy: 1 }
    })
    expect(lines[0]).toMatch(/^Training with .* \(Python 3\.\d+\.\d+, numpy \S+, sklearn \S+\)$/)
    expect(lines).toContain('train_accuracy=1')
  })

  test('a training fails with the code and the words of the kit', async () => {
    data(['1,yes', '2,yes', '3,yes'])
    const outcome = await service().train(jobFor(), observer())
    expect(outcome).toMatchObject({ status: 'failed', code: 'one-class' })
    if (outcome.status !== 'failed') throw new Error('it did not fail')
    expect(outcome.message).toContain('label')
    expect(outcome.hint).toBeTruthy()
  })

  test('a training is cancelled', async () => {
    data(['1,yes', '2,no'])
    const stop = new AbortController()
    const job = script('import time\nprint("ready", flush=True)\ntime.sleep(60)\n')
    const outcome = await service().train(
      job,
      observer(stop.signal, line => {
        if (line === 'ready') stop.abort()
      })
    )
    expect(outcome).toMatchObject({ status: 'stopped', code: 'cancelled' })
    expect(lines).toContain('ready')
  })

  test("a user's program sees the data and the directories, and no secret", async () => {
    data(['1,yes', '2,no'])
    const job = script(
      [
        'import json, os',
        'seen = {"files": os.listdir(os.environ["SM_CHANNEL_TRAIN"]), "environment": dict(os.environ)}',
        'json.dump(seen, open(os.path.join(os.environ["SM_MODEL_DIR"], "seen.json"), "w"))'
      ].join('\n')
    )
    expect(await service().train(job, observer())).toEqual({ status: 'completed' })
    const { files } = await readModelArchive(join(directory, 'model.tar.gz'))
    const text = new TextDecoder().decode(files.get('seen.json'))
    expect(text).toContain('"files": ["train.csv"]')
    expect(text).not.toContain('secret')
    expect(text).not.toMatch(/"(GITHUB|INPUT|AWS|ACTIONS|MLOPS)_/)
  })
})

describe('with a program that', () => {
  /** Runs a shell script in the place of the kit. */
  const run = async (program: string, change: Partial<TrainingJob> = {}) => {
    const python = executables.python('python', ['numpy', 'sklearn'], 'exec /bin/sh "$1"')
    executables.write('train.py', program)
    return serviceWith(python, executables.directory).train(jobFor(change), {
      line: text => lines.push(text),
      signal: new AbortController().signal
    })
  }
  const fails = (content: string) => `printf '%s' '${content}' > "$SM_OUTPUT_DIR/failure.json"; exit 1`

  test('reads its job and writes a model', async () => {
    const outcome = await run(
      'cp "$SM_CHANNEL_CONFIG/job.json" "$SM_MODEL_DIR/"; ln -s /etc/passwd "$SM_MODEL_DIR/link"'
    )
    expect(outcome).toEqual({ status: 'completed' })
    const { files } = await readModelArchive(readFileSync(join(directory, 'model.tar.gz')))
    expect([...files.keys()]).toEqual(['job.json'])
    expect(JSON.parse(new TextDecoder().decode(files.get('job.json')))).toEqual(kitJob)
  })

  test.each([
    [
      'says why',
      fails('{"code": "too-few-rows", "message": "Why", "hint": "How"}'),
      { code: 'too-few-rows', message: 'Why', hint: 'How' }
    ],
    [
      'has no hint',
      fails('{"code": "too-few-rows", "message": "Why", "hint": ""}'),
      { code: 'too-few-rows', hint: undefined }
    ],
    ['says nothing', 'exit 3', { code: 'training-crashed', message: 'The training ended with exit code 3.' }],
    ['says no code', fails('{"code": "A\\nB", "message": "Why"}'), { code: 'training-crashed' }],
    ['says something else', fails('[1, 2'), { code: 'training-crashed' }],
    [
      'says too much',
      `head -c 100000 /dev/zero > "$SM_OUTPUT_DIR/failure.json"; exit 1`,
      { code: 'training-crashed' }
    ],
    [
      'leaves a pipe nobody writes to',
      'mkfifo "$SM_OUTPUT_DIR/failure.json"; exit 1',
      { code: 'training-crashed' }
    ],
    ['is killed', 'kill -KILL $$', { code: 'training-killed', message: expect.stringContaining('memory') }],
    ['leaves nothing', 'exit 0', { code: 'script-failed' }]
  ])('%s', async (_name, program, failed) => {
    expect(await run(program)).toMatchObject({ status: 'failed', ...failed })
  })

  test('takes too long', async () => {
    expect(await run('sleep 60', { maxRuntimeSeconds: 0.05 })).toEqual({
      status: 'stopped',
      code: 'max-runtime',
      message: 'The training was stopped after its maximum runtime of 0.05 s.'
    })
  })

  test('needs a Python that lacks its packages', async () => {
    const python = executables.python('bare', ['numpy'])
    await expect(
      serviceWith(python, kitDirectory).train(jobFor(), {
        line: text => lines.push(text),
        signal: new AbortController().signal
      })
    ).rejects.toMatchObject({ code: 'python-packages-missing' })
  })
})
