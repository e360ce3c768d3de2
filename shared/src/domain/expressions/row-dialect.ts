import { nearestName } from '../text/nearest-name.js'
import { checkTypes } from './check-types.js'
import type { Check, Dialect, ExpressionType, Report } from './check-types.js'
import type { CallExpression, Expression } from './expression.js'
import type { RowVocabulary } from './row-columns.js'
import { rowReference } from './row-reference.js'

const AGGREGATES = ['mean', 'sum', 'min', 'max', 'count', 'quantile', 'std'] as const
export type AggregateName = (typeof AGGREGATES)[number]

const FUNCTIONS: ReadonlyMap<string, { readonly fewest: number; readonly most: number }> = new Map([
  ['abs', { fewest: 1, most: 1 }],
  ['sqrt', { fewest: 1, most: 1 }],
  ['log', { fewest: 1, most: 1 }],
  ['exp', { fewest: 1, most: 1 }],
  ['min', { fewest: 2, most: 16 }],
  ['max', { fewest: 2, most: 16 }]
])

/** The aggregate a call is, if it is one: `min` and `max` of a single argument are, of several they compare numbers. */
export function aggregateOf({ name, arguments: given }: CallExpression): AggregateName | undefined {
  if ((name === 'min' || name === 'max') && given.length !== 1) return undefined
  return AGGREGATES.find(aggregate => aggregate === name)
}

/** The language inside an aggregate: columns, row by row. */
export function rowDialect(vocabulary: RowVocabulary): Dialect {
  return {
    booleansAreNumbers: true,
    reference: (expression, report) => columnType(expression, vocabulary, report),
    call: (expression, check, report) => {
      if (aggregateOf(expression) === undefined) return functionCall(expression, check, report)
      report(expression, {
        message: `${expression.name} stands inside another aggregate`,
        hint: 'aggregates do not nest'
      })
      return 'number'
    }
  }
}

/** The language around aggregates: numbers only. */
export function aggregateDialect(vocabulary: RowVocabulary): Dialect {
  return {
    booleansAreNumbers: true,
    reference: (expression, report) => {
      report(expression, {
        message: 'a column must stand inside an aggregate',
        hint: 'write mean(…), sum(…), min(…), max(…), count(…), std(…) or quantile(…, q) around it'
      })
      return 'any'
    },
    call: (expression, check, report) => {
      const aggregate = aggregateOf(expression)
      if (aggregate === undefined) return functionCall(expression, check, report)
      checkAggregate(aggregate, expression, vocabulary, report)
      return 'number'
    }
  }
}

function checkAggregate(
  aggregate: AggregateName,
  { arguments: given, ...place }: CallExpression,
  vocabulary: RowVocabulary,
  report: Report
): void {
  const [operand, share] = given
  const wanted = aggregate === 'quantile' ? 2 : 1
  if (given.length !== wanted && !(aggregate === 'count' && given.length === 0)) {
    const usage = aggregate === 'quantile' ? 'quantile(x, q)' : `${aggregate}(x)`
    report(place, {
      message: `${aggregate} takes ${wanted} argument${wanted > 1 ? 's' : ''}`,
      hint: `write ${usage}`
    })
  }
  if (operand === undefined) return
  const type = checkTypes(operand, rowDialect(vocabulary), report)
  if (type === 'list' || (type === 'text' && aggregate !== 'count')) {
    report(operand, {
      message: `${aggregate} needs numbers, this is a ${type}`,
      hint: 'compare it with a text: x == "a"'
    })
  }
  if (aggregate === 'quantile' && share !== undefined && !isShare(share)) {
    report(share, {
      message: 'the quantile must be a number from 0 to 1',
      hint: 'the median is quantile(x, 0.5)'
    })
  }
}

function isShare(expression: Expression): boolean {
  return expression.kind === 'number' && expression.value >= 0 && expression.value <= 1
}

function functionCall(expression: CallExpression, check: Check, report: Report): ExpressionType {
  const { name, arguments: given } = expression
  const known = FUNCTIONS.get(name)
  if (known === undefined) {
    const names = [...AGGREGATES, ...FUNCTIONS.keys()]
    const nearest = nearestName(name, names)
    const hint =
      nearest === undefined ? `known: ${[...new Set(names)].join(', ')}` : `did you mean ${nearest}?`
    report(expression, { message: `there is no function ${name}`, hint })
    return 'any'
  }
  if (given.length < known.fewest || given.length > known.most) {
    report(expression, {
      message: `${name} takes ${known.fewest === 1 ? 'one number' : 'two numbers or more'}`
    })
  }
  for (const argument of given) {
    const type = check(argument)
    if (type === 'text' || type === 'list')
      report(argument, { message: `this must be a number, it is a ${type}` })
  }
  return 'number'
}

function columnType(
  expression: Expression,
  { outcome, classes, features }: RowVocabulary,
  report: Report
): ExpressionType {
  const reference = rowReference(expression)
  if (reference === undefined) {
    report(expression, {
      message: 'nothing can be read here',
      hint: 'write feature["<name>"] or probability["<class>"]'
    })
    return 'any'
  }
  if (reference.kind === 'prediction' || reference.kind === 'target') return outcome ?? 'any'
  if (reference.kind === 'probability') {
    if (classes === undefined || classes.includes(reference.name)) return 'number'
    report(expression, {
      message: `there is no probability of class ${JSON.stringify(reference.name)}`,
      hint: known(classes)
    })
    return 'number'
  }
  if (features === undefined) return 'any'
  const type = features.get(reference.name)
  if (type !== undefined) return type
  const names = ['prediction', 'target', ...features.keys()]
  const nearest = nearestName(reference.name, names)
  const hint = nearest === undefined ? known(names) : `did you mean ${nearest}?`
  report(expression, { message: `there is no column ${JSON.stringify(reference.name)}`, hint })
  return 'any'
}

function known(names: readonly string[]): string {
  if (names.length === 0) return 'the model gave none'
  return `known: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`
}
