const MISSING: ReadonlySet<string> = new Set(['', 'na', 'nan', 'null'])
const NUMBER = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)$/i
const INFINITE = /^[+-]?inf/i

/** The text without leading and trailing spaces and tabs. */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** Whether a cell is missing: empty, `NA`, `NaN`, `null` in any case, blanks around it ignored. */
export function isMissingText(text: string): boolean {
  if (text.length > 4 && !isBlank(text.charCodeAt(0)) && !isBlank(text.charCodeAt(text.length - 1)))
    return false
  return MISSING.has(trimBlanks(text).toLowerCase())
}

/**
 * The correctly rounded double of a decimal number or infinity (`inf`, `infinity`, any case), NaN for a missing
 * cell, undefined for anything else (hexadecimal, digit separators, words). Blanks around it are ignored.
 */
export function parseNumberText(text: string): number | undefined {
  const trimmed = trimBlanks(text)
  if (MISSING.has(trimmed.toLowerCase())) return Number.NaN
  if (!NUMBER.test(trimmed)) return undefined
  if (INFINITE.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity
  return Number(trimmed)
}
