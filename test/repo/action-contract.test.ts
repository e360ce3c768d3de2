import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readEdgeInputs } from '../../actions/edge-export/src/inputs.js'
import * as edge from '../../actions/edge-export/src/outcome.js'
import { readDriftInputs } from '../../actions/drift-check/src/inputs.js'
import * as drift from '../../actions/drift-check/src/outcome.js'
import { readGateInputs } from '../../actions/evaluate-gate/src/inputs.js'
import * as gate from '../../actions/evaluate-gate/src/outcome.js'
import { readParseIssueInputs } from '../../actions/parse-issue/src/inputs.js'
import * as parseIssue from '../../actions/parse-issue/src/outcome.js'
import { readHistoryInputs } from '../../actions/record-history/src/inputs.js'
import * as history from '../../actions/record-history/src/outcome.js'
import { readReconcileInputs } from '../../actions/reconcile/src/inputs.js'
import * as reconcile from '../../actions/reconcile/src/outcome.js'
import { readRegisterInputs } from '../../actions/register/src/inputs.js'
import * as register from '../../actions/register/src/outcome.js'
import { nothing } from '../../actions/register/src/unchanged.js'
import { readRollbackInputs } from '../../actions/rollback/src/inputs.js'
import * as rollback from '../../actions/rollback/src/outcome.js'
import { readTrainInputs } from '../../actions/train/src/inputs.js'
import * as train from '../../actions/train/src/outcome.js'
import type { CommonInputs } from '../../shared/src/action/common-inputs.js'
import { InputReader } from '../../shared/src/action/inputs.js'
import { runAction } from '../../shared/src/action/run-action.js'
import { storeReasonCodes } from '../../shared/src/action/store-reasons.js'
import { aDriftReport } from '../../shared/testing/builders/drift-report.js'
import {
  aDecision,
  anEvaluation,
  aTrainingRecord,
  trainingId
} from '../../shared/testing/builders/records.js'
import { InMemoryRunner } from '../../shared/testing/fakes/in-memory-runner.js'

interface Described {
  readonly description?: string
  readonly default?: string
}
interface Manifest {
  readonly name: string
  readonly inputs: Readonly<Record<string, Described>>
  readonly outputs: Readonly<Record<string, Described>>
  readonly runs: Readonly<Record<string, string>>
}
interface ActionFacts {
  readonly readInputs: (reader: InputReader) => CommonInputs
  /** The action's own outputs. */
  readonly outputs: Readonly<Record<string, string>>
  readonly decisions: readonly string[]
  readonly reasonCodes: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const about = { reasonCode: '', message: '', warnings: [] }
const actions: ReadonlyMap<string, ActionFacts> = new Map<string, ActionFacts>([
  [
    'parse-issue',
    {
      ...parseIssue,
      readInputs: readParseIssueInputs,
      outputs: parseIssue.toOutputs({ decision: 'ignored', reasonCode: 'no-command', headline: '' })
    }
  ],
  [
    'train',
    {
      ...train,
      readInputs: readTrainInputs,
      outputs: train.toOutputs({
        ...about,
        decision: 'completed',
        hint: undefined,
        record: aTrainingRecord(),
        trainingId
      })
    }
  ],
  [
    'evaluate-gate',
    {
      ...gate,
      readInputs: readGateInputs,
      outputs: gate.toOutputs({ evaluation: anEvaluation(), decision: aDecision(), report: '', warnings: [] })
    }
  ],
  [
    'register',
    {
      ...register,
      readInputs: readRegisterInputs,
      outputs: register.toOutputs({ ...nothing('churn'), ...about, decision: 'registered' })
    }
  ],
  [
    'rollback',
    {
      ...rollback,
      readInputs: readRollbackInputs,
      outputs: rollback.toOutputs(
        rollback.unchanged('churn', { decision: 'refused', reasonCode: 'version-unknown', message: '' })
      )
    }
  ],
  [
    'edge-export',
    {
      ...edge,
      readInputs: readEdgeInputs,
      outputs: edge.toOutputs({ ...edge.nothing('churn'), ...about, decision: 'unsupported' })
    }
  ],
  [
    'drift-check',
    {
      ...drift,
      readInputs: readDriftInputs,
      outputs: drift.toOutputs({
        report: aDriftReport(),
        uri: '',
        retraining: { kind: 'none' },
        failure: undefined,
        warnings: []
      })
    }
  ],
  [
    'record-history',
    {
      ...history,
      readInputs: readHistoryInputs,
      outputs: history.toOutputs({
        ...about,
        decision: 'recorded',
        entry: '',
        entrySha256: '',
        commit: '',
        commentUrl: '',
        report: ''
      })
    }
  ],
  [
    'reconcile',
    {
      ...reconcile,
      readInputs: readReconcileInputs,
      outputs: reconcile.toOutputs({
        ...about,
        ...{ decision: 'clean', dryRun: false, looked: 0 },
        ...{ resumed: [], restart: [], ended: [], stopped: [], billed: [], freed: [] }
      })
    }
  ]
])

const names = readdirSync('actions')
const manifests = new Map(
  names.map(name => [name, parse(readFileSync(join('actions', name, 'action.yml'), 'utf8')) as Manifest])
)
const sourcesOf = (name: string) =>
  readdirSync(join('actions', name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && file !== 'outcome.ts')
    .map(file => ({ file, text: readFileSync(join('actions', name, 'src', file), 'utf8') }))

/** Raised and answered inside the action; no user ever sees them. */
const CAUGHT = new Set(['champion-model-missing', 'task-mismatch'])

/** The words that stand where a reason code does; what is only compared with does not count. */
function codesIn(text: string): string[] {
  const fields = [...text.matchAll(/\b(?:reasonCode|reason_code|code):([^,\n]*)/g)]
  const errors = [...text.matchAll(/\b(?:User|Service)Error\(\s*('[a-z-]+')/g)]
  return [...fields, ...errors].flatMap(([, part = '']) =>
    [...part.matchAll(/(?<!=== )'([a-z]+(?:-[a-z]+)*)'/g)].map(([, code = '']) => code)
  )
}

test('every action is looked at', () => {
  expect([...actions.keys()].sort()).toEqual(names.toSorted())
})

describe.each([...actions])('the action %s', (name, facts) => {
  const manifest = manifests.get(name)
  if (manifest === undefined) throw new Error(`${name} has no action.yml`)

  test('declares exactly the inputs it reads', () => {
    const runner = new InMemoryRunner()
    facts.readInputs(new InputReader(runner))
    expect(Object.keys(manifest.inputs).sort()).toEqual([...runner.asked].sort())
  })

  test('declares exactly the outputs it sets', async () => {
    const report = {
      decision: 'done',
      reasonCode: 'done',
      headline: '',
      outputs: facts.outputs,
      result: {},
      summary: ''
    }
    const runner = new InMemoryRunner({ 'training-id': trainingId, current: 'data/current' })
    expect(await runAction(runner, { name, readInputs: facts.readInputs, run: async () => report })).toBe(0)
    expect(Object.keys(manifest.outputs).sort()).toEqual([...runner.outputs.keys()].sort())
  })

  test('has the declared defaults when nothing is set', () => {
    const declared = Object.entries(manifest.inputs).flatMap(([input, { default: value = '' }]) =>
      input === 'github-token' ? [] : [[input, value] as const]
    )
    const read = (texts: Readonly<Record<string, string>>) =>
      facts.readInputs(new InputReader(new InMemoryRunner(texts)))
    expect(read(Object.fromEntries(declared))).toEqual(read({}))
  })

  test('runs under Node 24 from the place of its bundle', () => {
    expect(manifest.runs).toMatchObject({ using: 'node24', main: `../../dist/${name}/index.js` })
  })

  test('is described', () => {
    const described = [...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)]
    expect(described.filter(([, { description = '' }]) => !/.[.)]$/.test(description))).toEqual([])
  })

  test('lists reason codes for exactly its decisions, and for errors', () => {
    expect(Object.keys(facts.reasonCodes)).toEqual([...facts.decisions, 'error'])
    const words = Object.values(facts.reasonCodes).flatMap(codes => Object.keys(codes))
    expect(words.filter(word => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(word))).toEqual([])
  })

  test('lists whatever its store may fail with', () => {
    expect(facts.reasonCodes['error']).toMatchObject(storeReasonCodes)
  })

  test('lists every reason code that its sources hold', () => {
    const listed = new Set(Object.values(facts.reasonCodes).flatMap(codes => Object.keys(codes)))
    const found = sourcesOf(name).flatMap(({ file, text }) => codesIn(text).map(code => ({ file, code })))
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(({ code }) => !listed.has(code) && !CAUGHT.has(code))).toEqual([])
  })
})

describe('inputs of the same name', () => {
  /** They mean something else in each action, or have another default by contract. */
  const own = new Set(['training-id', 'operation', 'issue-number', 'version', 'reason'])
  const ownDefault = new Set(['fail-on', 'operation'])
  const all = [...manifests.values()].flatMap(({ inputs }) => Object.entries(inputs))
  const usesOf = (name: string) => all.filter(([other]) => other === name).map(([, use]) => use)
  const shared = [...new Set(all.map(([name]) => name))].filter(name => usesOf(name).length > 1)

  test.each(shared)('%s is the same everywhere', name => {
    const descriptions = usesOf(name).map(({ description = '' }) => description)
    const shortest = descriptions.toSorted((a, b) => a.length - b.length)[0] ?? ''
    // An action may add a sentence of its own.
    if (!own.has(name)) expect(descriptions.filter(text => !text.startsWith(shortest))).toEqual([])
    const defaults = new Set(usesOf(name).map(({ default: value = '' }) => value))
    if (!ownDefault.has(name)) expect(defaults.size).toBe(1)
    expect(shortest).not.toBe('')
  })
})
