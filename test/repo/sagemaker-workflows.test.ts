import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { parseDurationSeconds } from '../../shared/src/domain/request/duration.js'
import { RESTRICTED_PERMISSIONS } from '../../shared/testing/workflow-runner/index.js'
import { parseWorkflow } from '../../shared/testing/workflow-runner/parsing/parse-workflow.js'

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly permissions: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly concurrency?: { readonly group: string }
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: unknown
  readonly permissions: unknown
  readonly env: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

const local = 'workflows-examples'
const cloud = 'workflows-examples/sagemaker'
const files = readdirSync(cloud)
const read = (directory: string, file: string) =>
  parse(readFileSync(join(directory, file), 'utf8')) as Workflow
const isOurs = ({ uses = '' }: Step) => uses.startsWith('org/mlops/')
const isTraining = ({ uses, with: given }: Step) =>
  uses?.includes('/train@') === true && given?.['operation'] === undefined
const allSteps = ({ jobs }: Workflow) => Object.values(jobs).flatMap(job => job.steps)

const PLACE = { store: '${{ vars.MLOPS_STORE }}', 'role-to-assume': '${{ vars.MLOPS_ROLE }}' }
const TRAINING = { backend: 'sagemaker', 'wait-timeout': '5h' }

/** A step with a cached store as it is with one in S3: nothing where the cache or its files are concerned. */
function inCloud(step: Step): Step[] {
  if (/^actions\/(?:cache|upload-artifact)\b/.test(step.uses ?? '') || step.id === 'files') return []
  if (!isOurs(step)) return [step]
  const given = { ...PLACE, ...step.with, ...(isTraining(step) && TRAINING) }
  return [{ ...step, ...conditionOf(step), with: given }]
}

/** A training that goes on without its job has no model to measure yet, and is recorded by who settles it. */
function conditionOf(step: Step): { readonly if?: string } {
  if (step.id === 'gate') return { if: "steps.train.outputs.decision == 'completed'" }
  if (step.uses?.includes('/record-history@') !== true) return {}
  return { if: "always() && steps.train.outputs.decision != 'submitted'" }
}

test('the four workflows of the loop are there', () => {
  expect(files.sort()).toEqual([
    'commands.yml',
    'drift-check.yml',
    'train-on-issue.yml',
    'weekly-retrain.yml'
  ])
})

describe.each(files)('%s for SageMaker', file => {
  const [before, after] = [read(local, file), read(cloud, file)]

  test('is a workflow that GitHub would take', () => {
    const source = { path: join(cloud, file), name: file, defaultPermissions: RESTRICTED_PERMISSIONS }
    expect(parseWorkflow(source).jobs.length).toBeGreaterThan(0)
  })

  test('starts on the same events and has the same jobs', () => {
    expect(after.on).toEqual(before.on)
    expect(after.permissions).toEqual({})
    expect(Object.keys(after.jobs)).toEqual(Object.keys(before.jobs))
  })

  test('has the steps of the local one, with the place and without the cache', () => {
    for (const [name, job] of Object.entries(after.jobs))
      expect(job.steps).toEqual(before.jobs[name]?.steps.flatMap(inCloud))
  })

  test('has its permissions, and may ask for an identity token', () => {
    for (const [name, job] of Object.entries(after.jobs))
      expect(job.permissions).toEqual({ ...before.jobs[name]?.permissions, 'id-token': 'write' })
  })

  test('names the region once, by the variable of the repository', () => {
    expect(after.env['AWS_REGION']).toBe('${{ vars.AWS_REGION }}')
  })

  test('lets no run wait for those of other issues or models', () => {
    const groups = [after, ...Object.values(after.jobs)].flatMap(
      ({ concurrency }) => concurrency?.group ?? []
    )
    expect(groups).not.toContain('mlops-store')
  })

  test('gives up waiting before GitHub ends the job', () => {
    for (const { steps, ...job } of Object.values(after.jobs)) {
      const waits = steps.filter(isTraining).map(step => String(step.with?.['wait-timeout']))
      for (const wait of waits) {
        const minutes = (parseDurationSeconds(wait) ?? Infinity) / 60
        expect(minutes + 30).toBeLessThanOrEqual(job['timeout-minutes'] ?? 0)
        expect(job['timeout-minutes']).toBeLessThan(360)
      }
    }
  })
})

test('there is a training in three of them', () => {
  const training = files.filter(file => allSteps(read(cloud, file)).some(isTraining))
  expect(training.sort()).toEqual(['commands.yml', 'train-on-issue.yml', 'weekly-retrain.yml'])
})
