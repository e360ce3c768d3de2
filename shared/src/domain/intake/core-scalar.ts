const words = new Map<string, boolean | null>([
  ['', null],
  ['~', null],
  ...['null', 'Null', 'NULL'].map(word => [word, null] as const),
  ...['true', 'True', 'TRUE'].map(word => [word, true] as const),
  ...['false', 'False', 'FALSE'].map(word => [word, false] as const)
])
const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const infinite = /^([-+]?)\.(?:inf|Inf|INF)$/
const notANumber = /^\.(?:nan|NaN|NAN)$/

/** The value of a plain scalar by the core schema of YAML 1.2 (section 10.3.2 of the specification). */
export function coreScalar(text: string): string | number | boolean | null {
  const word = words.get(text)
  if (word !== undefined) return word
  if (decimal.test(text)) return Number(text)
  if (/^0o[0-7]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) return Number(text)
  const infinity = infinite.exec(text)
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity
  return notANumber.test(text) ? NaN : text
}
