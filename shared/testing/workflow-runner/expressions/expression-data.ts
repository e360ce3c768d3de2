import { data } from '@actions/expressions'

/** A value as workflow expressions know them; objects have no prototype. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** Values, Maps, arrays and plain objects as expression data; anything else becomes null. */
export function toExpressionData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (Array.isArray(value)) return arrayData(value)
  if (value instanceof Map) return dictionary(value as ReadonlyMap<string, unknown>)
  if (typeof value === 'object' && value !== null) return dictionary(Object.entries(value))
  return new data.Null()
}

/** A dictionary of the pairs given. */
export function dictionary(pairs: Iterable<readonly [string, unknown]>): data.Dictionary {
  const result = new data.Dictionary()
  // The package indexes keys in an ordinary object, where `constructor` and `__proto__` would be lost.
  Reflect.set(result, 'indexMap', Object.create(null))
  for (const [key, value] of pairs) result.add(key, isExpressionData(value) ? value : toExpressionData(value))
  return result
}

/** Expression data as plain values. */
export function toPlain(value: data.ExpressionData): Plain {
  if (value instanceof data.StringData || value instanceof data.BooleanData) return value.value
  if (value instanceof data.NumberData) return value.value
  if (value instanceof data.Array) return value.values().map(toPlain)
  if (!(value instanceof data.Dictionary)) return null
  return record(value.pairs().map(pair => [pair.key, toPlain(pair.value)]))
}

/** A record without prototype, so that no key means anything but itself. */
export function record<Value>(pairs: Iterable<readonly [string, Value]>): Record<string, Value> {
  const result = Object.create(null) as Record<string, Value>
  for (const [key, value] of pairs) result[key] = value
  return result
}

function arrayData(values: readonly unknown[]): data.Array {
  const result = new data.Array()
  for (const value of values) result.add(toExpressionData(value))
  return result
}

function isExpressionData(value: unknown): value is data.ExpressionData {
  return (
    value instanceof data.Dictionary ||
    value instanceof data.Array ||
    value instanceof data.StringData ||
    value instanceof data.NumberData ||
    value instanceof data.BooleanData ||
    value instanceof data.Null
  )
}
