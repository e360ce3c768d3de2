import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { UserError } from '../../../src/errors.js'
import type { Plain } from '../expressions/expression-data.js'
import { record, toExpressionData } from '../expressions/expression-data.js'
import { resolve, resolveBoolean, resolveNumber } from '../expressions/resolve.js'
import type { Scope } from '../expressions/scope.js'
import { child } from '../parsing/tokens.js'

const MAX_COMBINATIONS = 256

/** One combination of matrix values. */
export type MatrixValues = Readonly<Record<string, Plain>>

/** A job's strategy, evaluated; a job without a matrix has one combination, undefined. */
export interface Strategy {
  readonly combinations: readonly (MatrixValues | undefined)[]
  readonly failFast: boolean
  readonly maxParallel: number
}

/** Evaluates `strategy`. UserError `matrix-invalid` for empty or malformed matrices and more than 256 combinations. */
export function resolveStrategy(token: TemplateToken | undefined, scope: Scope): Strategy {
  const matrixToken = child(token, 'matrix')
  const combinations = matrixToken === undefined ? [undefined] : expandMatrix(resolve(matrixToken, scope))
  return {
    combinations,
    failFast: resolveBoolean(child(token, 'fail-fast'), scope, true),
    maxParallel: Math.max(1, resolveNumber(child(token, 'max-parallel'), scope, combinations.length))
  }
}

/** The combinations of a matrix with `include` and `exclude`, in GitHub's order. */
export function expandMatrix(matrix: Plain): MatrixValues[] {
  if (!isRecord(matrix)) throw invalid('the matrix is not a mapping')
  const axes = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude')
  const excludes = recordList('exclude', matrix['exclude'])
  const product = multiply(axes).filter(one => !excludes.some(exclude => isPartOf(exclude, one)))
  const combinations = includeAll(
    product,
    recordList('include', matrix['include']),
    new Set(axes.map(([key]) => key))
  )
  if (combinations.length === 0) throw invalid('the matrix has no combinations')
  if (combinations.length > MAX_COMBINATIONS)
    throw invalid(`the matrix has more than ${MAX_COMBINATIONS} combinations`)
  return combinations
}

/** `name (value, value)` as GitHub shows a matrix job. */
export function legName(jobName: string, matrix: MatrixValues | undefined): string {
  if (matrix === undefined) return jobName
  const values = Object.values(matrix)
    .map(matrixText)
    .filter(text => text !== '')
  return values.length === 0 ? jobName : `${jobName} (${values.join(', ')})`
}

function matrixText(value: Plain): string {
  if (value === null || typeof value !== 'object') return toExpressionData(value).coerceString()
  return Object.values(value).map(matrixText).join(', ')
}

function multiply(axes: readonly (readonly [string, Plain])[]): MatrixValues[] {
  if (axes.length === 0) return []
  let product: MatrixValues[] = [record([])]
  for (const [key, values] of axes) {
    if (!isList(values) || values.length === 0)
      throw invalid(`the matrix vector '${key}' does not contain any values`)
    if (product.length * values.length > MAX_COMBINATIONS * 16) throw invalid('the matrix is too large')
    product = product.flatMap(one => values.map(value => record([...Object.entries(one), [key, value]])))
  }
  return product
}

/** Adds each include to every combination whose axis values it does not change, else as one of its own. */
function includeAll(
  product: readonly MatrixValues[],
  includes: readonly MatrixValues[],
  axes: ReadonlySet<string>
): MatrixValues[] {
  const results = product.map(original => ({ original, values: original }))
  const added: MatrixValues[] = []
  for (const include of includes) {
    const onAxes = record(Object.entries(include).filter(([key]) => axes.has(key)))
    const matching = results.filter(result => isPartOf(onAxes, result.original))
    for (const result of matching)
      result.values = record([...Object.entries(result.values), ...Object.entries(include)])
    if (matching.length === 0) added.push(include)
  }
  return [...results.map(result => result.values), ...added]
}

function isPartOf(part: MatrixValues, whole: MatrixValues): boolean {
  return Object.entries(part).every(([key, value]) => isSame(value, whole[key]))
}

function isSame(left: Plain, right: Plain | undefined): boolean {
  if (isRecord(left) && right !== undefined && isRecord(right)) return isPartOf(left, right)
  return JSON.stringify(left) === JSON.stringify(right)
}

function recordList(key: string, value: Plain | undefined): MatrixValues[] {
  if (value === undefined || value === null || value === '') return []
  if (!isList(value) || !value.every(isRecord)) throw invalid(`matrix.${key} is not a list of mappings`)
  return [...value]
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value)
}

function isRecord(value: Plain): value is MatrixValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string): UserError {
  return new UserError('matrix-invalid', message)
}
