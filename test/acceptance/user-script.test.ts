import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readModelArchive } from '../../shared/src/onnx/model-archive.js'
import { parseCommand } from '../../shared/testing/workflow-runner/commands/parse-command.js'
import { expectDecision } from './expect-run.js'
import type { BundleRun } from './run-bundle.js'
import { step } from './run-steps.js'
import { workspaceWithRequest } from './trained-workspace.js'
import { removeWorkspaces } from './workspace.js'

const SECRET = 'must-not-leak-7f3a'
const hostileLines = [
  '::error::from the program',
  '   ::warning title=x::indented',
  '::add-mask::the',
  '::set-output name=decision::pass',
  '::stop-commands::token',
  '##[command]rm -rf /',
  'text before ##[error]and after',
  'first\\r::error::after a carriage return',
  'first\\u2028::error::after a line separator',
  '\\x1b[0m::notice::after an escape',
  '\\x00::error::after a NUL'
]
const program = `
import json, os, pathlib, sys
folder = pathlib.Path(os.environ['SM_MODEL_DIR'])
(folder / 'environment.json').write_text(json.dumps(dict(os.environ)))
(folder / 'arguments.json').write_text(json.dumps(sys.argv[1:]))
(folder / 'metrics.json').write_text('{"quality": 0.75}')
${hostileLines.map(line => `print('${line}')`).join('\n')}
print('::error::on standard error', file=sys.stderr)
print('the end', flush=True)
`
const secrets = {
  GITHUB_TOKEN: SECRET,
  GH_TOKEN: SECRET,
  AWS_ACCESS_KEY_ID: SECRET,
  AWS_SECRET_ACCESS_KEY: SECRET,
  AWS_SESSION_TOKEN: SECRET,
  ACTIONS_RUNTIME_TOKEN: SECRET,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: SECRET,
  ACTIONS_ID_TOKEN_REQUEST_URL: `https://example.test/${SECRET}`,
  SLACK_WEBHOOK: SECRET,
  NODE_AUTH_TOKEN: SECRET,
  PIP_INDEX_URL: `https://user:${SECRET}@example.test/`
}

let run: BundleRun
let files: ReadonlyMap<string, Uint8Array>
const json = (name: string): unknown => JSON.parse(Buffer.from(files.get(name) ?? []).toString())

beforeAll(async () => {
  const { workspace, trainingId } = await workspaceWithRequest({
    algorithm: 'script',
    hyperparameters: { rate: 0.5, name: 'a b' }
  })
  workspace.write('training/program.py', program)
  run = await step('train', workspace, {
    trainingId,
    inputs: { 'source-dir': 'training', 'entry-point': 'program.py' },
    token: SECRET,
    environment: secrets
  })
  files = (await readModelArchive(workspace.path(`.mlops/runs/${trainingId}/output/model.tar.gz`))).files
})
afterAll(removeWorkspaces)

test("the user's program trains, and its metrics are reported", () => {
  expectDecision(run, { action: 'train', decision: 'completed', reasonCode: 'trained' })
  expect(run.outputs['metrics']).toBe('{"quality":0.75}')
  expect(json('arguments.json')).toEqual(['--name', 'a b', '--rate', '0.5'])
})

describe('the program gets', () => {
  const environment = () => Object.entries(json('environment.json') as Record<string, string>)

  test('no secret of the job under any name', () => {
    expect(environment().filter(([, value]) => value.includes(SECRET))).toEqual([])
  })

  test('no input, token or file of the workflow', () => {
    const names = environment().map(([name]) => name)
    expect(names.filter(name => /^(INPUT_|ACTIONS_|AWS_|GITHUB_|GH_|STATE_|MLOPS_)/.test(name))).toEqual([])
  })

  test("SageMaker's variables", () => {
    const names = environment().map(([name]) => name)
    expect(names).toEqual(
      expect.arrayContaining(['SM_MODEL_DIR', 'SM_CHANNEL_TRAIN', 'SM_HPS', 'SM_HP_RATE', 'PATH'])
    )
  })
})

describe('what the program prints', () => {
  const printed = () => run.stdout.split(/\r\n|[\n\r\u0085\u2028\u2029]/)

  test('is shown', () => {
    expect(printed()).toContain('the end')
    for (const text of ['from the program', 'on standard error', 'rm -rf /', 'after a carriage return'])
      expect(run.stdout).toContain(text)
  })

  test('is no workflow command', () => {
    expect(printed().filter(line => parseCommand(line) !== undefined)).toEqual([])
    expect(run.stdout).not.toMatch(/##\[/)
    expect(run.commands).toEqual([])
  })
})
