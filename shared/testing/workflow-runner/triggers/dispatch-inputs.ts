import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import type { Problem } from '../../../src/errors.js'
import { UserError } from '../../../src/errors.js'
import type { Plain } from '../expressions/expression-data.js'
import { child, entries, literalText, literalTexts } from '../parsing/tokens.js'

const MAX_INPUTS = 25

/**
 * The `inputs` context of a workflow_dispatch event: given values checked and typed, defaults for the rest.
 * UserError `workflow-dispatch-inputs` with every problem, as the API would answer 422.
 */
export function dispatchInputs(
  file: string,
  config: TemplateToken | undefined,
  given: unknown
): ReadonlyMap<string, Plain> {
  const declared = entries(child(config, 'inputs'))
  const values = givenInputs(given)
  const problems: Problem[] = []
  const report = (name: string, message: string): void =>
    void problems.push({ place: `inputs.${name}`, message })
  if (values.size > MAX_INPUTS) report('*', `more than ${MAX_INPUTS} inputs`)
  for (const name of values.keys()) {
    if (!declared.some(entry => entry.key === name)) report(name, 'unexpected input')
  }
  const inputs = new Map<string, Plain>()
  for (const entry of declared) {
    const value = inputValue(entry.value, values.get(entry.key))
    if (value.problem !== undefined) report(entry.key, value.problem)
    else inputs.set(entry.key, value.value)
  }
  if (problems.length > 0) throw refused(file, problems)
  return inputs
}

type InputValue = { readonly problem: string } | { readonly problem?: never; readonly value: Plain }

function inputValue(declaration: TemplateToken, given: string | undefined): InputValue {
  const type = literalText(child(declaration, 'type')) ?? 'string'
  const text = given ?? literalText(child(declaration, 'default'))
  const isRequired = literalText(child(declaration, 'required')) === 'true'
  if (isRequired && (text === undefined || text === '')) return { problem: 'required input is not provided' }
  return typedValue(type, text, literalTexts(child(declaration, 'options')))
}

function typedValue(type: string, text: string | undefined, options: readonly string[]): InputValue {
  switch (type) {
    case 'boolean':
      if (text === undefined) return { value: false }
      return text === 'true' || text === 'false'
        ? { value: text === 'true' }
        : { problem: notA(text, 'boolean') }
    case 'number': {
      if (text === undefined || text === '') return { value: '' }
      const number = Number(text)
      return Number.isFinite(number) ? { value: number } : { problem: notA(text, 'number') }
    }
    case 'choice':
      if (text === undefined) return { value: options[0] ?? '' }
      return options.includes(text)
        ? { value: text }
        : { problem: notA(text, `choice of ${options.join(', ')}`) }
    default:
      return { value: text ?? '' }
  }
}

function givenInputs(given: unknown): Map<string, string> {
  if (typeof given !== 'object' || given === null) return new Map()
  return new Map(
    Object.entries(given)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
  )
}

function notA(text: string, expected: string): string {
  return `${JSON.stringify(text.slice(0, 100))} is not a ${expected}`
}

function refused(file: string, problems: readonly Problem[]): UserError {
  const lines = problems.map(problem => `${problem.place}: ${problem.message}`)
  return new UserError(
    'workflow-dispatch-inputs',
    `${file} does not accept these inputs:\n${lines.join('\n')}`,
    {
      problems,
      hint: 'compare them with on.workflow_dispatch.inputs'
    }
  )
}
