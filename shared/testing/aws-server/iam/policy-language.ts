/** A JSON list in a policy that may be a single text. */
export type OneOrMore = string | readonly string[]

/** `{ operator: { key: values } }`, as it stands in a statement. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>

type Test = (value: string | undefined, wanted: readonly string[]) => boolean

const equal: Test = (value, wanted) => value !== undefined && wanted.includes(value)
const like: Test = (value, wanted) =>
  value !== undefined && wanted.some(pattern => wildcard(pattern).test(value))

const OPERATORS: ReadonlyMap<string, Test> = new Map([
  ['StringEquals', equal],
  ['StringLike', like],
  ['StringNotEquals', (value, wanted) => !equal(value, wanted)],
  ['StringNotLike', (value, wanted) => !like(value, wanted)]
])

/** Operators that this AWS cannot judge by. */
export function unknownOperators(conditions: Conditions = {}): string[] {
  return Object.keys(conditions).filter(name => !OPERATORS.has(name))
}

/** Whether all conditions hold for what a request has under each key; an unknown operator never holds. */
export function conditionsHold(
  conditions: Conditions = {},
  valueOf: (key: string) => string | undefined
): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, wanted]) => OPERATORS.get(operator)?.(valueOf(key), list(wanted)) ?? false
    )
  )
}

/** The values of a list or of a single text. */
export function list(value: OneOrMore = []): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

/** `*` is any text, `?` any one character. */
export function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
  return new RegExp(`^${source.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)
}
