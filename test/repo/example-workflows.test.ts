import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, { permissions?: unknown; steps: readonly Step[] }>>
}
interface Action {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
}

const directory = 'workflows-examples'
const files = readdirSync(directory).filter(name => name.endsWith('.yml'))
const OURS = /^org\/mlops\/(actions\/[a-z-]+)@v1$/

const read = (file: string) => {
  const text = readFileSync(join(directory, file), 'utf8')
  return { text, workflow: parse(text) as Workflow }
}
const actionOf = (uses: string | undefined) => {
  const path = OURS.exec(uses ?? '')?.[1]
  return path === undefined ? undefined : (parse(readFileSync(join(path, 'action.yml'), 'utf8')) as Action)
}
const ourSteps = (workflow: Workflow) =>
  Object.values(workflow.jobs).flatMap(job =>
    job.steps.flatMap(step => {
      const action = actionOf(step.uses)
      return action === undefined ? [] : [{ step, action }]
    })
  )

describe.each(files)('the example %s', file => {
  const { text, workflow } = read(file)

  test('gives nothing away: no permission unless a job names it', () => {
    expect(workflow.permissions).toEqual({})
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined()
  })

  test('passes only inputs that the actions have', () => {
    const steps = ourSteps(workflow)
    expect(steps.length).toBeGreaterThan(0)
    for (const { step, action } of steps) {
      for (const name of Object.keys(step.with ?? {})) expect(Object.keys(action.inputs)).toContain(name)
    }
  })

  test('reads only outputs that the actions have', () => {
    const outputs = new Map(
      ourSteps(workflow).flatMap(({ step, action }) =>
        step.id === undefined ? [] : [[step.id, action.outputs] as const]
      )
    )
    const references = [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    for (const [, id = '', name = ''] of references) {
      if (outputs.has(id)) expect(Object.keys(outputs.get(id) ?? {})).toContain(name)
    }
    expect(references.length).toBeGreaterThan(0)
  })

  test('uses actions of others at a commit', () => {
    const steps = Object.values(workflow.jobs).flatMap(job => job.steps.flatMap(step => step.uses ?? []))
    for (const uses of steps.filter(name => !OURS.test(name)))
      expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/)
  })

  test('puts no expression into a shell', () => {
    for (const job of Object.values(workflow.jobs)) {
      for (const step of job.steps) expect((step as { run?: string }).run ?? '').not.toMatch(/\$\{\{/)
    }
  })
})
