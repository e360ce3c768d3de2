import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validateRunsIfCondition } from '@actions/workflow-parser/model/converter/if-condition'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { isBasicExpression } from '@actions/workflow-parser/templates/tokens/type-guards'
import type { Problem } from '../../../src/errors.js'
import { UserError } from '../../../src/errors.js'
import type { StepPlan } from './plan.js'
import type { ReadDocument } from './read-document.js'
import { readDocument, refuseInvalid } from './read-document.js'
import { planSteps } from './step-plan.js'
import { child, entries, literalText, placeOf } from './tokens.js'
import { unsupportedInSteps } from './unsupported.js'

/** How an action runs: as a node program, or as steps. */
export type ActionRuns =
  | {
      readonly kind: 'node'
      readonly main: string
      readonly post: string | undefined
      readonly postIf: string
    }
  | {
      readonly kind: 'composite'
      readonly steps: readonly StepPlan[]
      readonly outputs: ReadonlyMap<string, TemplateToken>
    }

/** An `action.yml`, checked; an input's value is its default's token. */
export interface ActionManifest {
  readonly inputs: ReadonlyMap<string, TemplateToken | undefined>
  readonly runs: ActionRuns
}

const NODE_RUNTIMES: ReadonlySet<string> = new Set(['node20', 'node24'])

/** The manifest's file name in a directory, undefined when there is none. */
export function manifestName(directory: string): string | undefined {
  return ['action.yml', 'action.yaml'].find(name => existsSync(join(directory, name)))
}

/** Reads an action's manifest. UserError `invalid-action` or `unsupported-action`, with places named after `label`. */
export function parseAction(directory: string, label: string): ActionManifest {
  const name = manifestName(directory)
  if (name === undefined) {
    throw new UserError('action-not-found', `${label}: there is no action.yml in it`, {
      problems: [{ place: label, message: 'no action.yml' }]
    })
  }
  const document = readDocument('action', `${label}/${name}`, readFileSync(join(directory, name), 'utf8'))
  const manifest = {
    inputs: new Map(
      entries(child(document.root, 'inputs')).map(entry => [entry.key, child(entry.value, 'default')])
    ),
    runs: readRuns(document)
  }
  refuseInvalid('action', document)
  return manifest
}

function readRuns(document: ReadDocument): ActionRuns {
  const runs = child(document.root, 'runs')
  const using = literalText(child(runs, 'using')) ?? ''
  const problems = unsupportedInSteps(document, child(runs, 'steps'))
  if (using !== 'composite') problems.push(...unsupportedNodeRuns(document, using))
  if (problems.length > 0) throw unsupportedAction(document.name, problems)
  if (using !== 'composite') return nodeRuns(document, runs)
  return {
    kind: 'composite',
    steps: planSteps(document, child(runs, 'steps')),
    outputs: compositeOutputs(document)
  }
}

function nodeRuns(document: ReadDocument, runs: TemplateToken | undefined): ActionRuns {
  return {
    kind: 'node',
    main: literalText(child(runs, 'main')) ?? '',
    post: literalText(child(runs, 'post')),
    postIf: postCondition(document, child(runs, 'post-if'))
  }
}

function postCondition(document: ReadDocument, token: TemplateToken | undefined): string {
  if (token === undefined) return 'always()'
  const condition = isBasicExpression(token) ? token.expression : (literalText(token) ?? '')
  return validateRunsIfCondition(document.context, token, condition) ?? condition
}

function compositeOutputs(document: ReadDocument): Map<string, TemplateToken> {
  const outputs = new Map<string, TemplateToken>()
  for (const entry of entries(child(document.root, 'outputs'))) {
    const value = child(entry.value, 'value')
    if (value !== undefined) outputs.set(entry.key, value)
  }
  return outputs
}

function unsupportedNodeRuns(document: ReadDocument, using: string): Problem[] {
  const runs = child(document.root, 'runs')
  const problems: Problem[] = []
  if (!NODE_RUNTIMES.has(using)) {
    const message = `actions that run \`using: ${using}\` are not supported`
    problems.push({ place: placeOf(document.name, child(runs, 'using')), message })
  }
  const pre = child(runs, 'pre')
  if (pre) problems.push({ place: placeOf(document.name, pre), message: '`runs.pre` is not supported' })
  return problems
}

function unsupportedAction(name: string, problems: readonly Problem[]): UserError {
  const lines = problems.map(problem => `${problem.place}: ${problem.message}`)
  return new UserError(
    'unsupported-action',
    `${name} uses what this runner cannot do:\n${lines.join('\n')}`,
    {
      problems
    }
  )
}
