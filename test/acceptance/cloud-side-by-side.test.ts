import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals'
import { sha256Of } from '../../shared/src/domain/text/sha256-of.js'
import { jobSlotsPrefix } from '../../shared/src/training/cloud/job-slot.js'
import { until } from '../../shared/testing/until.js'
import { CloudProject, type CloudRequest } from './cloud-project.js'
import { removeWorkspaces } from './workspace.js'

const RUNS = 10
const PLACES = 3
const FASTER = 20
const TIMEOUT_MS = 180_000

let project: CloudProject
beforeEach(async () => {
  project = await CloudProject.open()
})
afterEach(async () => {
  expect(await project.account.close()).toEqual([])
})
afterAll(removeWorkspaces)

/** A version's files hold the bytes that the registry and its metadata speak of. */
async function expectWhole(version: string, sha256: string): Promise<void> {
  const { store } = project.account
  const digestOf = async (name: string) =>
    sha256Of((await store.read(`models/small/${version}/${name}`))?.bytes ?? new Uint8Array())
  expect(await digestOf('model.tar.gz')).toBe(sha256)
  const { artifacts } = (await project.account.record(`models/small/${version}/model_metadata.json`)) as {
    artifacts: { path: string; sha256: string }[]
  }
  const onnx = artifacts.find(({ path }) => path === 'model.onnx')
  expect(await digestOf('model.onnx')).toBe(onnx?.sha256)
}

async function askFor(count: number): Promise<CloudRequest[]> {
  const asked: CloudRequest[] = []
  for (let seed = 1; seed <= count; seed++) asked.push(await project.request({ seed }))
  return asked
}

async function holders(): Promise<unknown[]> {
  const keys = await project.account.keys(jobSlotsPrefix)
  const slots = (await Promise.all(keys.map(key => project.account.record(key)))) as { holder: unknown }[]
  return slots.map(({ holder }) => holder).filter(holder => holder !== null)
}

test(
  'ten runs of one model side by side: ten jobs, ten versions, whole files',
  async () => {
    const runs = await askFor(RUNS)
    const chain = async (run: CloudRequest) => {
      for (const [action, decision, inputs] of [
        ['train', 'completed', {}],
        ['evaluate-gate', 'pass', {}],
        ['register', 'registered', { keep: String(RUNS) }]
      ] as const) {
        const done = await run.step(action, { faster: FASTER, inputs })
        expect({ log: done.stdout + done.stderr, outputs: done.outputs }).toMatchObject({
          outputs: { decision }
        })
      }
    }
    await Promise.all(runs.map(chain))

    expect(project.cloud.sagemaker.jobs.size).toBe(RUNS)
    const registry = (await project.account.record('models/small/registry.json')) as {
      production: string
      versions: { version: string; training_id: string; stage: string; sha256: string }[]
    }
    const { versions } = registry
    expect(new Set(versions.map(({ version }) => version)).size).toBe(RUNS)
    expect(new Set(versions.map(({ training_id: id }) => id))).toEqual(
      new Set(runs.map(({ trainingId }) => trainingId))
    )
    expect(versions.filter(({ stage }) => stage === 'production')).toHaveLength(1)
    for (const { version, sha256 } of versions) await expectWhole(version, sha256)
    for (const { trainingId } of runs) {
      const training = await project.account.record(`runs/${trainingId}/training.json`)
      expect(training).toMatchObject({ status: 'completed', cost: { billed_usd: expect.any(Number) } })
    }
    expect(await holders()).toEqual([])
  },
  TIMEOUT_MS
)

test(
  'with three places, three runs train and the others are told so; then the places are free',
  async () => {
    project.policy(`limits: { max_concurrent_jobs: ${PLACES} }`)
    project.cloud.sagemaker.controls.held.add('Training')
    const runs = await askFor(6)
    const over: string[] = []
    const steps = runs.map(async run => {
      const { outputs } = await run.step('train', { faster: FASTER })
      over.push(outputs['reason-code'] ?? '')
    })
    const seen = () => ({ over, jobs: project.cloud.sagemaker.jobs.size })
    const isSettled = () => over.length >= runs.length - PLACES && seen().jobs >= PLACES
    await until(isSettled, 'three runs to train and the others to end', { describe: seen })
    expect(over).toEqual(['too-many-jobs', 'too-many-jobs', 'too-many-jobs'])
    expect(await holders()).toHaveLength(PLACES)

    project.cloud.sagemaker.controls.held.clear()
    await Promise.all(steps)
    expect(over.slice(PLACES)).toEqual(['trained', 'trained', 'trained'])
    expect(await holders()).toEqual([])
    const again = await Promise.all(runs.slice(0, 2).map(run => run.step('train', { faster: FASTER })))
    for (const { outputs } of again) expect(outputs['decision']).toBe('completed')
  },
  TIMEOUT_MS
)
