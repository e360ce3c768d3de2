import { nearestName } from '../text/nearest-name.js'
import type { Check, Dialect, ExpressionType, Report } from './check-types.js'
import type { CallExpression, Expression } from './expression.js'
import { gateReference, metricArgument } from './gate-reference.js'
import type { GateReference } from './gate-reference.js'
import type { GateVocabulary } from './gate-vocabulary.js'

const NAMES = ['metrics', 'slices', 'champion', 'size_bytes', 'latency_p95_ms']
const FUNCTIONS = ['improves', 'not_worse', 'min', 'max', 'abs']
const LONGEST_LIST = 12

/** The names and functions of the gate language over a vocabulary of metrics. */
export function gateDialect(vocabulary: GateVocabulary): Dialect {
  const reference = (expression: Expression, report: Report): ExpressionType => {
    const found = gateReference(expression)
    if (found === undefined) complain(expression, vocabulary, report)
    else checkReference(found, expression, report)
    return found === undefined ? 'any' : 'number'
  }

  const checkReference = (found: GateReference, expression: Expression, report: Report): void => {
    if (found.kind === 'slice' && !found.slice.includes('=')) {
      report(expression, {
        message: `${JSON.stringify(found.slice)} names no slice`,
        hint: 'slices are written slices["<column>=<value>"]'
      })
    }
    if (found.kind !== 'model') checkMetric(found.metric, expression, report)
  }

  const checkMetric = (metric: string, expression: Expression, report: Report): boolean => {
    if (!vocabulary.complete || vocabulary.metrics.has(metric)) return true
    report(expression, {
      message: `there is no metric ${JSON.stringify(metric)}`,
      hint: suggestion(metric, vocabulary.metrics.keys())
    })
    return false
  }

  const call = (expression: CallExpression, check: Check, report: Report): ExpressionType => {
    const { name, arguments: given } = expression
    if (name === 'improves' || name === 'not_worse') return comparison(expression, check, report)
    if (name !== 'min' && name !== 'max' && name !== 'abs') {
      // A bare name may be the metric of a misspelt improves.
      given.filter(({ kind }) => kind !== 'name').forEach(check)
      report(expression, { message: `there is no function ${name}`, hint: suggestion(name, FUNCTIONS) })
      return 'any'
    }
    if (name === 'abs' ? given.length !== 1 : given.length < 2) {
      report(expression, {
        message: name === 'abs' ? 'abs takes one number' : `${name} takes at least two numbers`
      })
    }
    for (const one of given) wantNumber(one, check, report)
    return 'number'
  }

  const comparison = (
    { name, arguments: given, ...place }: CallExpression,
    check: Check,
    report: Report
  ): ExpressionType => {
    const [metric, amount] = given
    if (given.length > 2 || metric === undefined || (amount === undefined && name === 'not_worse')) {
      const hint = name === 'improves' ? 'write improves(metric, by)' : 'write not_worse(metric, margin)'
      report(place, { message: `${name} takes a metric and a number`, hint })
    }
    if (metric !== undefined) checkCompared(metric, report)
    if (amount !== undefined) wantNumber(amount, check, report)
    if (amount?.kind === 'negate') {
      report(amount, {
        message: 'the amount must not be negative',
        hint: 'improves and not_worse know which way is better'
      })
    }
    return 'boolean'
  }

  const checkCompared = (argument: Expression, report: Report): void => {
    const metric = metricArgument(argument)
    if (metric === undefined) {
      report(argument, { message: 'this must be a metric', hint: 'write "rmse", rmse or metrics.rmse' })
    } else if (checkMetric(metric, argument, report) && vocabulary.metrics.get(metric) === null) {
      report(argument, {
        message: `whether more or less of ${JSON.stringify(metric)} is better is not known`,
        hint: 'compare a built-in metric, or write metrics.x < champion.x'
      })
    }
  }

  return { reference, call, booleansAreNumbers: false }
}

function wantNumber(expression: Expression, check: Check, report: Report): void {
  const type = check(expression)
  if (type !== 'number' && type !== 'any')
    report(expression, { message: `this must be a number, it is a ${type}` })
}

function complain(expression: Expression, vocabulary: GateVocabulary, report: Report): void {
  const root = rootOf(expression)
  if (root.kind !== 'name' || (root !== expression && NAMES.includes(root.name))) {
    report(expression, {
      message: 'nothing can be read here',
      hint: 'write metrics.<name>, slices["<column>=<value>"].<name> or champion.<name>'
    })
    return
  }
  const { name } = root
  if (name === 'metrics' || name === 'champion') {
    report(expression, { message: `${name} is no value by itself`, hint: `write ${name}.<metric>` })
  } else if (name === 'slices') {
    report(expression, {
      message: 'slices is no value by itself',
      hint: 'write slices["<column>=<value>"].<metric>'
    })
  } else {
    const hint = vocabulary.metrics.has(name) ? `write metrics.${name}` : suggestion(name, NAMES)
    report(expression, { message: `${JSON.stringify(name)} is unknown`, hint })
  }
}

/** What the members and indices of an expression start from. */
function rootOf(expression: Expression): Expression {
  let root = expression
  while (root.kind === 'member' || root.kind === 'index') root = root.object
  return root
}

function suggestion(typed: string, known: Iterable<string>): string {
  const names = [...known]
  const nearest = nearestName(typed, names)
  if (nearest !== undefined) return `did you mean ${nearest}?`
  const shown = names.slice(0, LONGEST_LIST).join(', ')
  return `known: ${shown}${names.length > LONGEST_LIST ? ', …' : ''}`
}
