import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { RESTRICTED_PERMISSIONS, nextStartOf } from '../../shared/testing/workflow-runner/index.js'
import { parseWorkflow } from '../../shared/testing/workflow-runner/parsing/parse-workflow.js'

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly permissions: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string }
  readonly outputs?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: {
    readonly schedule?: readonly { readonly cron: string; readonly timezone?: string }[]
    readonly workflow_dispatch?: {
      readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>
    }
  }
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

const directory = 'workflows-examples'
const read = (file: string) => parse(readFileSync(join(directory, file), 'utf8')) as Workflow
const files = readdirSync(directory).filter(name => name.endsWith('.yml'))
const jobs = files.flatMap(file =>
  Object.entries(read(file).jobs).map(([name, job]) => ({ file, name, job, workflow: read(file) }))
)
/** The suite's actions of a job in their order. */
const chain = (job: Job) =>
  job.steps.flatMap(({ uses }) => /^org\/mlops\/actions\/([a-z-]+)@/.exec(uses ?? '')?.[1] ?? [])

test.each(files)('%s is a workflow that GitHub would take', file => {
  const source = { path: join(directory, file), name: file, defaultPermissions: RESTRICTED_PERMISSIONS }
  expect(parseWorkflow(source).jobs.length).toBeGreaterThan(0)
})

describe('the chain', () => {
  /** Those that leave a training to itself leave the rest of the chain, too. */
  const waits = (job: Job) => job.steps.every(step => step.with?.['wait'] !== false)
  const training = jobs.filter(
    ({ job }) => chain(job).includes('train') && chain(job).length > 1 && waits(job)
  )

  test('is the same wherever a model is made', () => {
    expect(training.map(({ file }) => file).sort()).toEqual([
      'commands.yml',
      'quickstart-local.yml',
      'train-on-issue.yml',
      'weekly-retrain.yml'
    ])
    for (const { job } of training)
      expect(chain(job).filter(name => name !== 'parse-issue')).toEqual([
        'train',
        'evaluate-gate',
        'register',
        'edge-export',
        'record-history'
      ])
  })

  test('exports what is in production, and records whatever happened', () => {
    for (const { job } of training) {
      const step = (name: string) => job.steps.find(({ uses }) => uses?.includes(`/${name}@`))
      expect(step('edge-export')?.if).toBe("steps.register.outputs.stage == 'production'")
      expect(step('record-history')?.if).toMatch(/^always\(\)/)
    }
  })

  test('a promoted candidate is exported too', () => {
    const stage = read('commands.yml').jobs['stage']
    expect(stage === undefined ? [] : chain(stage)).toEqual(['register', 'edge-export'])
  })

  test('so is what a rollback puts back, also when the rollback was made before', () => {
    const job = read('commands.yml').jobs['rollback']
    expect(job === undefined ? [] : chain(job)).toEqual(['rollback', 'edge-export'])
    const exporting = job?.steps.find(({ uses }) => uses?.includes('/edge-export@'))
    expect(exporting?.if).toBe("steps.rollback.outputs.to-version != ''")
  })

  test('a training is stopped by a job that does not wait behind it, and may cancel its run', () => {
    const stop = read('commands.yml').jobs['stop']
    expect(stop?.concurrency?.group).toBe('mlops-cancel-${{ github.event.issue.number }}')
    expect(stop?.permissions).toEqual({ contents: 'read', issues: 'write', actions: 'write' })
  })
})

describe('jobs that share the cached store', () => {
  const caching = jobs.filter(({ job }) =>
    job.steps.some(({ uses }) => uses?.startsWith('actions/cache/save@'))
  )

  test.each(caching.map(job => [`${job.file}, ${job.name}`, job] as const))(
    '%s: takes turns',
    (_, { job, workflow, name }) => {
      const group = job.concurrency?.group ?? workflow.concurrency?.group
      if (name !== 'command') expect(group).toBe('mlops-store')
    }
  )

  test('a command too, unless it is only answered; such an answer is never saved', () => {
    const command = read('commands.yml').jobs['command']
    const group = command?.concurrency?.group ?? ''
    const words = [...group.matchAll(/'\/mlops (\w+)'/g)].map(([, word]) => word)
    expect(words).toEqual(['cancel', 'status', 'help'])
    expect(group).toMatch(/format\('mlops-answer-\{0\}', github\.run_id\) \|\| 'mlops-store' \}\}$/)
    const saving = command?.steps.find(({ uses }) => uses?.startsWith('actions/cache/save@'))?.if ?? ''
    expect([...saving.matchAll(/command == '(\w+)'/g)].map(([, word]) => word)).toEqual([
      'retrain',
      'approve',
      'reject'
    ])
    expect(saving).not.toContain('always()')
  })

  test('there are some', () => {
    expect(caching.length).toBeGreaterThan(6)
  })
})

describe('drift-check.yml', () => {
  const [job] = Object.values(read('drift-check.yml').jobs)
  const step = job?.steps.find(({ uses }) => uses?.includes('/drift-check@'))
  const target = String(step?.with?.['retrain-workflow'])

  test('may start a workflow, and nothing else', () => {
    expect(job?.permissions).toEqual({ contents: 'read', actions: 'write' })
    expect(step?.with?.['on-retrain']).toBe('dispatch')
  })

  test('starts one that declares what a dispatch brings, and needs no more', () => {
    expect(files).toContain(target)
    const inputs = read(target).on.workflow_dispatch?.inputs ?? {}
    expect(Object.keys(inputs)).toEqual(['model-id', 'reason', 'report'])
    const required = Object.entries(inputs).filter(([, input]) => input.required === true)
    expect(required.map(([name]) => name)).toEqual(['model-id'])
  })

  test('which hands them to parse-issue', () => {
    const parseIssue = read(target).jobs['request']?.steps.find(({ id }) => id === 'parse')
    expect(parseIssue?.with).toMatchObject({
      'rerun-of': '${{ inputs.model-id }}',
      reason: expect.stringContaining('inputs.reason'),
      report: '${{ inputs.report }}'
    })
  })
})

describe('schedules', () => {
  const scheduled = files.filter(file => read(file).on.schedule !== undefined)

  test('name their time zone', () => {
    expect(scheduled.sort()).toEqual(['drift-check.yml', 'reconcile.yml', 'weekly-retrain.yml'])
    for (const file of scheduled)
      for (const { timezone } of read(file).on.schedule ?? []) expect(timezone).toBe('Asia/Tokyo')
  })

  test.each([
    // Tokyo is nine hours ahead of UTC all year; 5 January 2026 is a Monday.
    ['weekly-retrain.yml', '2026-01-01T00:00:00Z', '2026-01-04T17:00:00.000Z'],
    ['weekly-retrain.yml', '2026-07-01T00:00:00Z', '2026-07-05T17:00:00.000Z'],
    ['drift-check.yml', '2026-01-01T00:00:00Z', '2026-01-01T18:17:00.000Z']
  ])('%s after %s starts at %s', (file, after, expected) => {
    expect(nextStartOf(join(directory, file), new Date(after))?.at.toISOString()).toBe(expected)
  })
})

test.each(files)('%s reads only outputs that its jobs declare', file => {
  const text = readFileSync(join(directory, file), 'utf8')
  const workflow = read(file)
  for (const [, job = '', output = ''] of text.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g))
    expect(Object.keys(workflow.jobs[job]?.outputs ?? {})).toContain(output)
})
