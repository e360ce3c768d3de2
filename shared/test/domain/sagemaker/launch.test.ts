import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  CODE_ARCHIVE,
  kitArguments,
  kitEntrypoint,
  metricDefinitions
} from '../../../src/domain/sagemaker/launch.js'

const run = promisify(execFile)

describe("the container's start", () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'launch-'))
  })
  afterEach(async () => rm(root, { recursive: true, force: true }))

  /** The start with the program in the archive of its code channel, and `/opt/ml` in a directory of the test. */
  async function start(program: string) {
    const channel = join(root, 'input/data/code')
    await mkdir(channel, { recursive: true })
    await writeFile(join(root, 'train.py'), program)
    await run('tar', ['-czf', join(channel, CODE_ARCHIVE), '-C', root, 'train.py'])
    const [shell = ''] = kitEntrypoint
    const words = kitArguments.map(word => word.replaceAll('/opt/ml', root))
    return spawn(shell, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  }

  test('unpacks the code, runs the program beside it, and passes on its exit code', async () => {
    const child = await start(
      'import os, sys\nprint(os.getcwd() == os.path.dirname(os.path.abspath(__file__)), sys.argv)\nsys.exit(3)'
    )
    const ended = once(child, 'exit')
    let output = ''
    for await (const chunk of child.stdout) output += String(chunk)
    expect(output).toBe("True ['train.py']\n")
    expect(await ended).toEqual([3, null])
  })

  test('lets SIGTERM reach the program', async () => {
    const child = await start(
      'import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\nprint("ready")\nsignal.pause()'
    )
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([7, null])
  })
})

describe('metricDefinitions', () => {
  test("finds what the kit says alone on a line, and takes the request's word for its own", () => {
    const found = metricDefinitions({ train_rmse: 'rmse (.*)' })
    const of = (name: string) => found.filter(({ Name }) => Name === name).map(({ Regex }) => Regex)
    expect(new RegExp(of('cv_rmse_mean')[0] ?? '').exec('cv_rmse_mean=1.5e-05')?.[1]).toBe('1.5e-05')
    expect(new RegExp(of('train_mae')[0] ?? '').exec('not train_mae=1')).toBeNull()
    expect(of('train_rmse')).toEqual(['rmse (.*)'])
  })
})
