import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { resolveText, resolveTexts } from '../expressions/resolve.js'
import type { StepRun } from './step-run.js'

/** The inputs an action declares, with their defaults. */
export type DeclaredInputs = ReadonlyMap<string, TemplateToken | string | undefined>

/**
 * An action's inputs by their declared names: `with` over defaults. Names ignore case; undeclared ones are passed on
 * with a warning, and missing required ones are left to the action, both as on GitHub.
 */
export function actionInputs(
  step: StepRun,
  given: TemplateToken | undefined,
  declared: DeclaredInputs
): Map<string, string> {
  const inputs = new Map<string, string>()
  const names = new Map([...declared.keys()].map(name => [name.toLowerCase(), name]))
  for (const [name, value] of declared) {
    inputs.set(name, typeof value === 'string' ? value : resolveText(value, step.scope))
  }
  const unexpected: string[] = []
  for (const [name, value] of resolveTexts(given, step.scope)) {
    const declaredName = names.get(name.toLowerCase())
    if (declaredName === undefined) unexpected.push(name)
    inputs.set(declaredName ?? name, value)
  }
  if (unexpected.length > 0) warnUnexpected(step, unexpected, [...declared.keys()])
  return inputs
}

/** INPUT_* variables: upper-case, spaces as underscores, hyphens kept. */
export function inputVariables(inputs: ReadonlyMap<string, string>): [string, string][] {
  return [...inputs].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])
}

function warnUnexpected(step: StepRun, unexpected: readonly string[], valid: readonly string[]): void {
  const list = (names: readonly string[]): string => names.map(name => `'${name}'`).join(', ')
  step.reporter.warning(`Unexpected input(s) ${list(unexpected)}, valid inputs are [${list(valid)}]`)
}
