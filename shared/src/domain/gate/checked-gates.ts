import { parseGate } from '../expressions/check-gate.js'
import { expressionError, toProblems } from '../expressions/expression-problem.js'
import { ANY_METRIC } from '../expressions/gate-vocabulary.js'
import type { GateVocabulary } from '../expressions/gate-vocabulary.js'
import type { CheckedGate } from './gate-rules.js'
import { championText, thresholdText } from './shorthand-gates.js'
import type { ChampionRequirement, Threshold } from './shorthand-gates.js'

/** A gate as somebody wrote it. */
export interface GateText {
  readonly source: 'policy' | 'request' | 'input'
  readonly text: string
}

/** Everything that is asked of a model; all of it must pass. */
export interface AskedGates {
  readonly gates: readonly GateText[]
  readonly threshold?: Threshold | undefined
  readonly championRule?: ChampionRequirement | undefined
  /** Default: any metric may be named, and one that was not measured is undefined. */
  readonly vocabulary?: GateVocabulary
}

const PLACES: Readonly<Record<AskedSource, string>> = {
  policy: 'gate of the policy',
  request: 'gate',
  input: 'input gate',
  threshold: 'evaluation_threshold',
  champion: 'champion'
}

type AskedSource = GateText['source'] | 'threshold' | 'champion'

interface AskedGate {
  readonly source: AskedSource
  readonly text: string
}

function allGates({ gates, threshold, championRule }: AskedGates): AskedGate[] {
  const shorthands: AskedGate[] = []
  if (threshold !== undefined) shorthands.push({ source: 'threshold', text: thresholdText(threshold) })
  if (championRule !== undefined) shorthands.push({ source: 'champion', text: championText(championRule) })
  return [...gates, ...shorthands]
}

/** Parses and checks all gates; throws one `UserError` `gate-invalid` with the problems of all of them. */
export function checkedGates(asked: AskedGates): CheckedGate[] {
  const parsed = allGates(asked).map(({ source, text }) => ({
    source,
    result: parseGate(text, asked.vocabulary ?? ANY_METRIC)
  }))
  const problems = parsed.flatMap(({ source, result }) =>
    result.ok ? [] : toProblems(PLACES[source], result.problems)
  )
  if (problems.length > 0) throw expressionError('gate-invalid', problems)
  return parsed.flatMap(({ source, result }) =>
    result.ok ? [{ source, text: result.text, root: result.root }] : []
  )
}
