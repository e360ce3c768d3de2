import { checkGate } from '../expressions/check-gate.js'
import type { ExpressionProblem } from '../expressions/expression-problem.js'
import { ANY_METRIC, gateVocabulary, type GateVocabulary } from '../expressions/gate-vocabulary.js'
import { parseCustomMetric } from '../expressions/parse-custom-metric.js'
import type { Task } from '../metrics/task.js'
import { phrase } from '../text/phrase.js'
import { possibleTasks } from './metric-faults.js'
import { faultAt, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'

/**
 * What is wrong with the gate and the custom metrics of a request; `known` are metrics defined elsewhere, `anyOf` the
 * tasks where the request does not tell.
 */
export function checkExpressions(
  request: RequestDraft,
  known: readonly string[],
  anyOf: readonly Task[] = []
): readonly RequestFault[] {
  const { gate, custom_metrics: metrics = {} } = request
  const own = Object.entries(metrics).flatMap(([name, text]) => metricFaults(name, text))
  const names = [...known, ...Object.keys(metrics)]
  const problems = gate === undefined ? [] : checkGate(gate, vocabularyOf(request, names, anyOf))
  return [...own, ...problems.map(problem => expressionFault(['gate'], problem))]
}

/** The metrics of every task the request may be for. */
function vocabularyOf(
  request: RequestDraft,
  custom: readonly string[],
  anyOf: readonly Task[]
): GateVocabulary {
  const own = possibleTasks(request)
  const tasks = own.length === 0 ? anyOf : own
  if (tasks.length === 0) return ANY_METRIC
  const metrics = new Map(tasks.flatMap(task => [...gateVocabulary(task, custom).metrics]))
  return { metrics, complete: true }
}

function metricFaults(name: string, text: string): RequestFault[] {
  const parsed = parseCustomMetric(text)
  return parsed.ok ? [] : parsed.problems.map(problem => expressionFault(['custom_metrics', name], problem))
}

function expressionFault(
  path: readonly PropertyKey[],
  { line, column, message, hint }: ExpressionProblem
): RequestFault {
  const field = path.map(String).join('.')
  return { ...faultAt(path, phrase`"${field}": ${message}`, hint), inside: { line, column } }
}
