import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { inspectOnnx } from '../../shared/src/onnx/onnx-inspection.js'
import { neuralModel } from '../../shared/testing/builders/neural-model.js'
import { expectDecision, expectFailure } from './expect-run.js'
import { python, releaseRoot } from './release.js'
import { runBundle } from './run-bundle.js'
import { requestRun, step, trainedRun } from './run-steps.js'
import { smallRequest, smallWorkspace } from './small-dataset.js'
import { openWorkspace, removeWorkspaces, type Workspace } from './workspace.js'

afterAll(removeWorkspaces)

const edgeKey = generateKeyPairSync('ed25519')
const signingKey = edgeKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicKey = edgeKey.publicKey.export({ type: 'spki', format: 'pem' }).toString()

const edge = (workspace: Workspace, trainingId: string, inputs: Readonly<Record<string, string>> = {}) =>
  step('edge-export', workspace, { trainingId, inputs })

async function registered(workspace: Workspace, trainingId: string): Promise<string> {
  const run = await step('register', workspace, { trainingId })
  if (run.exitCode !== 0) throw new Error(`register failed:\n${run.stdout}`)
  return run.outputs['version'] ?? ''
}

/** The files of a release as a device would fetch them, checked by the program for devices. */
function verifyOnDevice(workspace: Workspace, model: string, version: string) {
  workspace.write('device/key.pem', publicKey)
  const program = join(releaseRoot, 'actions', 'edge-export', 'device', 'verify_release.py')
  const release = workspace.path(`.mlops/edge/${model}/${version}`)
  const options = ['--key', workspace.path('device/key.pem'), '--state', workspace.path('device/state.json')]
  const run = spawnSync(python, [program, release, ...options, '--model-id', model, '--accept'], {
    encoding: 'utf8'
  })
  return run.stdout + run.stderr
}

describe('a forest', () => {
  let workspace: Workspace
  let first: string

  beforeAll(async () => {
    workspace = smallWorkspace()
    workspace.initialiseGit()
    first = await trainedRun(workspace, { ...smallRequest, edge: { max_size: '1MB' } })
    await registered(workspace, first)
  })

  test('is exported, signed, as what was registered', async () => {
    const run = await edge(workspace, first, { 'signing-key': signingKey })
    expectDecision(run, { action: 'edge-export', decision: 'exported', reasonCode: 'exported' })
    expect(run.outputs).toMatchObject({ variant: 'fp32', 'size-reduction': '0' })
    expect(run.summary).toContain('nothing to quantize')
    expect(run.temporary).toEqual([])
    expect(workspace.keys('edge')).toEqual([
      'edge/small/releases.json',
      'edge/small/v1.0.0/manifest.json',
      'edge/small/v1.0.0/manifest.sig',
      'edge/small/v1.0.0/model.onnx'
    ])
    const manifest = workspace.record('edge/small/v1.0.0/manifest.json')
    expect(manifest).toMatchObject({
      model_id: 'small',
      counter: 1,
      variant: 'fp32',
      features: [
        { name: 'size', kind: 'numeric' },
        { name: 'weight', kind: 'numeric' }
      ],
      parity: { reference: 'library', rows: 40, passed: true, label_flips: 0 },
      source: { training_id: first }
    })
    const bytes = workspace.bytes('.mlops/edge/small/v1.0.0/model.onnx')
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(run.outputs['sha256'])
    expect(inspectOnnx(bytes).metadata.get('mlops.version')).toBe('v1.0.0')
    expect(verifyOnDevice(workspace, 'small', 'v1.0.0')).toBe('ok: small v1.0.0, release 1\n')
  })

  test('never shows a line of the signing key', async () => {
    const run = await edge(workspace, first, { 'signing-key': signingKey, 'max-size': '2MB' })
    const secret = signingKey.split('\n')[1] ?? ''
    const masked = run.commands.filter(({ name }) => name === 'add-mask').map(({ data }) => data)
    expect(masked).toContain(secret)
    expect(run.stdout.replaceAll(`::add-mask::${secret}`, '')).not.toContain(secret)
    expect(run.summary).not.toContain(secret)
  })

  test('exported again is left as it is', async () => {
    const before = workspace.text('.mlops/edge/small/v1.0.0/manifest.json')
    const inputs = { 'signing-key': signingKey, 'max-size': '2MB' }
    const run = await edge(workspace, first, inputs)
    expectDecision(run, { action: 'edge-export', decision: 'exported', reasonCode: 'already-exported' })
    expect(workspace.text('.mlops/edge/small/v1.0.0/manifest.json')).toBe(before)
  })

  test('that is quantized by name has nothing to quantize', async () => {
    const run = await edge(workspace, first, {
      'signing-key': signingKey,
      quantize: 'dynamic-int8',
      'fail-on': 'unsupported'
    })
    expectDecision(run, {
      action: 'edge-export',
      decision: 'unsupported',
      reasonCode: 'nothing-to-quantize',
      fails: true
    })
  })

  test('that is released signed is not replaced by an unsigned one', async () => {
    const before = workspace.keys('edge')
    expectFailure(await edge(workspace, first), 'edge-export', 'signing-key-missing')
    expect(workspace.keys('edge')).toEqual(before)
  })

  test('over budget keeps what devices have', async () => {
    const before = workspace.keys('edge')
    const run = await edge(workspace, first, { 'signing-key': signingKey, 'max-size': '1KB' })
    expectDecision(run, { action: 'edge-export', decision: 'over-budget', reasonCode: 'size-over-budget' })
    expect(run.summary).toContain('Devices keep v1.0.0')
    expect(workspace.keys('edge')).toEqual(before)
  })

  test('killed at any moment and started again ends as a release a device accepts', async () => {
    const copy = workspace.copy()
    for (const at of [100, 180, 240, 300, 400]) {
      const inputs = { 'training-id': first, 'signing-key': signingKey, 'max-size': `${at}KB` }
      await runBundle('edge-export', copy, { inputs, interrupt: { at } })
      if (copy.has('.mlops/edge/small/v1.0.0/manifest.json'))
        expect(verifyOnDevice(copy, 'small', 'v1.0.0')).toMatch(/^ok: /)
    }
    const run = await edge(copy, first, { 'signing-key': signingKey, 'max-size': '3MB' })
    expectDecision(run, { action: 'edge-export', decision: 'exported', reasonCode: 'exported' })
    expect(verifyOnDevice(copy, 'small', 'v1.0.0')).toMatch(/^ok: /)
    // A job that dies while it writes has its turn for half a minute.
  }, 180_000)

  test('exported twice at once gives two releases, one after the other', async () => {
    const copy = workspace.copy()
    const runs = await Promise.all(
      ['3MB', '4MB'].map(size => edge(copy, first, { 'signing-key': signingKey, 'max-size': size }))
    )
    const counters = runs.map(run => (JSON.parse(run.outputs['result'] ?? '') as { counter: number }).counter)
    expect(new Set(counters).size).toBe(2)
    expect(copy.record('edge/small/v1.0.0/manifest.json')['counter']).toBe(Math.max(...counters))
    expect(verifyOnDevice(copy, 'small', 'v1.0.0')).toMatch(/^ok: /)
  })

  test('whose registered file changed fails the step', async () => {
    const copy = workspace.copy()
    copy.store('models/small/v1.0.0/model.onnx', 'other')
    const inputs = { 'signing-key': signingKey, 'max-size': '3MB' }
    expectFailure(await edge(copy, first, inputs), 'edge-export', 'artifact-changed')
  })
})

describe("a network of a user's script", () => {
  let workspace: Workspace
  let trainingId: string

  beforeAll(async () => {
    const network = neuralModel({ rows: 200 })
    workspace = openWorkspace()
    workspace.initialiseGit()
    for (const channel of ['train', 'test']) workspace.store(`datasets/rows/${channel}/rows.csv`, network.csv)
    workspace.write('training/network.onnx', network.onnx)
    workspace.write(
      'training/train.py',
      "import os, pathlib, shutil\nshutil.copy(pathlib.Path(__file__).with_name('network.onnx'), os.path.join(os.environ['SM_MODEL_DIR'], 'model.onnx'))\n"
    )
    const request = { algorithm: 'script', model_id: 'network', dataset_id: 'rows', target: 'label' }
    trainingId = await requestRun(workspace, { ...request, gate: 'metrics.accuracy >= 0.9' })
    const source = { 'source-dir': 'training', 'entry-point': 'train.py' }
    await step('train', workspace, { trainingId, inputs: source })
    await step('evaluate-gate', workspace, { trainingId })
    await registered(workspace, trainingId)
  })

  test('shrinks to a third as int8', async () => {
    const run = await edge(workspace, trainingId, { quantize: 'dynamic-int8' })
    expectDecision(run, { action: 'edge-export', decision: 'exported', reasonCode: 'exported' })
    const manifest = workspace.record('edge/network/v1.0.0/manifest.json')
    expect(manifest).toMatchObject({ variant: 'dynamic-int8', measured: { accuracy_rows: 200 } })
    expect(Number(run.outputs['size-reduction'])).toBeGreaterThan(0.6)
    expect(Number(run.outputs['latency-p95-ms'])).toBeGreaterThan(0)
    expect(JSON.parse(run.outputs['parity'] ?? '')).toMatchObject({
      reference: 'registered-model',
      max_absolute_difference: 0,
      quantization: { rows: 200 }
    })
    const bytes = workspace.bytes('.mlops/edge/network/v1.0.0/model.onnx')
    expect(bytes.length).toBe(Number(run.outputs['size-bytes']))
    expect([...inspectOnnx(bytes).operators.keys()].join()).toMatch(/Integer/)
  })

  test('whose loss must be nothing at all is measured, and the number is shown', async () => {
    const run = await edge(workspace, trainingId, { quantize: 'static-int8', 'max-accuracy-loss': '0' })
    expect(['exported', 'over-budget']).toContain(run.outputs['decision'])
    const { variants } = JSON.parse(run.outputs['result'] ?? '') as { variants: { accuracy_delta: number }[] }
    const delta = variants[1]?.accuracy_delta ?? NaN
    expect(run.outputs['decision']).toBe(delta < 0 ? 'over-budget' : 'exported')
  })
})

test('what is not there is said without a model being opened', async () => {
  const workspace = smallWorkspace()
  workspace.initialiseGit()
  const inputs = { 'model-id': 'small' }
  const run = await runBundle('edge-export', workspace, { inputs })
  expectFailure(run, 'edge-export', 'model-unknown')
  expectFailure(await runBundle('edge-export', workspace), 'edge-export', 'invalid-inputs')
})
