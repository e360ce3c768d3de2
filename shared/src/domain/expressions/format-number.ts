const DIGITS = 4
const MOST_DIGITS = 17

/** A number for a sentence: whole numbers in full, others to four significant digits. */
export function formatNumber(value: number, digits: number = DIGITS): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  return String(Number(value.toPrecision(digits)))
}

/** Two numbers for a sentence, with as many digits as it takes to tell them apart. */
export function formatPair(left: number, right: number): [string, string] {
  let digits = DIGITS
  const pair = (): [string, string] => [formatNumber(left, digits), formatNumber(right, digits)]
  while (left !== right && pair()[0] === pair()[1] && digits < MOST_DIGITS) digits++
  return pair()
}
