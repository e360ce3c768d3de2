import { metricOf } from '../metrics/metric-table.js'
import type { Task } from '../metrics/task.js'
import type { Problem } from '../../errors.js'
import { parseExpression } from './cel-parser.js'
import type { ParsedExpression } from './cel-parser.js'
import { checkTypes } from './check-types.js'
import { partsOf } from './expression.js'
import type { Expression } from './expression.js'
import { inOrder, problemAt, toProblems } from './expression-problem.js'
import type { ExpressionProblem } from './expression-problem.js'
import type { RowVocabulary } from './row-columns.js'
import { aggregateDialect, aggregateOf } from './row-dialect.js'

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/
/** Each aggregate keeps a number per row. */
const MOST_AGGREGATES = 16

/** Parses a custom metric and checks its columns and types; its value must be a number. */
export function parseCustomMetric(text: string, vocabulary: RowVocabulary = {}): ParsedExpression {
  const parsed = parseExpression(text)
  if (!parsed.ok) return parsed
  const problems: ExpressionProblem[] = []
  const type = checkTypes(parsed.root, aggregateDialect(vocabulary), (place, details) => {
    problems.push(problemAt(text, place, details))
  })
  if (type !== 'number' && type !== 'any') {
    const hint = 'a share is mean(…), a number of rows count(…)'
    problems.push(
      problemAt(text, { start: 0 }, { message: `a custom metric must be a number, this is a ${type}`, hint })
    )
  }
  const aggregates = countAggregates(parsed.root)
  if (aggregates > MOST_AGGREGATES) {
    const message = `a custom metric can hold ${MOST_AGGREGATES} aggregates, this one has ${aggregates}`
    problems.push(problemAt(text, { start: 0 }, { message }))
  }
  return problems.length > 0 ? { ok: false, problems: inOrder(problems) } : parsed
}

function countAggregates(part: Expression): number {
  const own = part.kind === 'call' && aggregateOf(part) !== undefined ? 1 : 0
  return partsOf(part).reduce((total, inner) => total + countAggregates(inner), own)
}

/** Everything wrong with the custom metrics of a request; columns are checked as far as the vocabulary knows them. */
export function checkCustomMetrics(
  metrics: Readonly<Record<string, string>>,
  task: Task,
  vocabulary: RowVocabulary = {}
): readonly Problem[] {
  return Object.entries(metrics).flatMap(([name, text]) => {
    const parsed = parseCustomMetric(text, vocabulary)
    return [
      ...nameProblems(name, task),
      ...(parsed.ok ? [] : toProblems(customMetricPlace(name), parsed.problems))
    ]
  })
}

function nameProblems(name: string, task: Task): Problem[] {
  if (metricOf(task, name) !== undefined) {
    return [
      {
        place: customMetricPlace(name),
        message: `${name} is a built-in metric of ${task}`,
        hint: 'choose another name'
      }
    ]
  }
  if (NAME.test(name)) return []
  return [
    {
      place: customMetricPlace(name),
      message: 'this is no metric name',
      hint: 'letters, digits and _, a letter first, at most 64'
    }
  ]
}

/** Where problems of a custom metric are said to be. */
export function customMetricPlace(name: string): string {
  return `custom_metrics.${name.length > 64 ? `${name.slice(0, 64)}…` : name}`
}
