import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import {
  isBasicExpression,
  isBoolean,
  isLiteral,
  isMapping,
  isNumber,
  isSequence,
  isString
} from '@actions/workflow-parser/templates/tokens/type-guards'
import { UserError } from '../../../src/errors.js'
import type { Plain } from './expression-data.js'
import { record, toExpressionData, toPlain } from './expression-data.js'
import { evaluate } from './evaluate.js'
import type { Scope } from './scope.js'

/** A token's value with every `${{ }}` evaluated; null when there is no token. */
export function resolve(token: TemplateToken | undefined, scope: Scope): Plain {
  if (token === undefined) return null
  if (isMapping(token)) {
    return record([...token].map(pair => [resolveText(pair.key, scope), resolve(pair.value, scope)]))
  }
  if (isSequence(token)) return [...token].map(item => resolve(item, scope))
  if (isBasicExpression(token)) return toPlain(evaluate(token.expression, scope))
  if (isBoolean(token) || isNumber(token)) return token.value
  if (isString(token)) return token.value
  return null
}

/** A token's value as text, as GitHub spells numbers and booleans; UserError `text-expected` for lists and mappings. */
export function resolveText(token: TemplateToken | undefined, scope: Scope): string {
  if (token !== undefined && isLiteral(token)) return token.toString()
  return plainText(resolve(token, scope))
}

/** A mapping of texts, as `env` and `with`; UserError `mapping-expected` when an expression gives something else. */
export function resolveTexts(token: TemplateToken | undefined, scope: Scope): Map<string, string> {
  if (token !== undefined && isMapping(token)) {
    return new Map([...token].map(pair => [resolveText(pair.key, scope), resolveText(pair.value, scope)]))
  }
  const value = resolve(token, scope)
  if (value === null) return new Map()
  if (typeof value !== 'object' || isList(value))
    throw new UserError('mapping-expected', 'a mapping was expected')
  return new Map(Object.entries(value).map(([key, item]) => [key, plainText(item)]))
}

/** A boolean setting, `fallback` when absent; the texts `true` and `false` count. UserError `boolean-expected`. */
export function resolveBoolean(token: TemplateToken | undefined, scope: Scope, fallback: boolean): boolean {
  const value = resolve(token, scope)
  if (value === null || value === '') return fallback
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw new UserError('boolean-expected', `a boolean was expected, not ${JSON.stringify(value)}`)
}

/** A number setting, `fallback` when absent; UserError `number-expected`. */
export function resolveNumber(token: TemplateToken | undefined, scope: Scope, fallback: number): number {
  const value = resolve(token, scope)
  if (value === null || value === '') return fallback
  const number = typeof value === 'number' ? value : Number(plainText(value))
  if (Number.isFinite(number)) return number
  throw new UserError('number-expected', `a number was expected, not ${JSON.stringify(value)}`)
}

function plainText(value: Plain): string {
  if (value !== null && typeof value === 'object') {
    throw new UserError(
      'text-expected',
      `a text was expected, not a ${isList(value) ? 'sequence' : 'mapping'}`
    )
  }
  return toExpressionData(value).coerceString()
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value)
}
