const pattern =
  /^(?=\d)(?:(\d{1,6}(?:\.\d{1,6})?)h)?(?:(\d{1,6}(?:\.\d{1,6})?)m(?!s))?(?:(\d{1,7}(?:\.\d{1,6})?)s)?(?:(\d{1,9}(?:\.\d{1,6})?)ms)?$/
const anyLength = /^(?=\d)(?:[\d.]+h)?(?:[\d.]+m(?!s))?(?:[\d.]+s)?(?:[\d.]+ms)?$/

/** Milliseconds of `90s`, `15m`, `2h`, `1h30m`, `1.5h` or `0.5ms`; undefined when the text is no duration. */
export function parseDurationMilliseconds(text: string): number | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [hours, minutes, seconds, milliseconds] = [1, 2, 3, 4].map(group => Number(match[group] ?? 0))
  const total = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + (milliseconds ?? 0)
  // To the nanosecond: 1.1h is 66 minutes, not a little more.
  return Math.round(total * 1e6) / 1e6
}

/** Whether a text is written as a duration, and its numbers have more digits than `parseDurationMilliseconds` takes. */
export function isLongDuration(text: string): boolean {
  return anyLength.test(text) && /\d{7}/.test(text) && parseDurationMilliseconds(text) === undefined
}

/** Seconds of a duration (see `parseDurationMilliseconds`). */
export function parseDurationSeconds(text: string): number | undefined {
  const milliseconds = parseDurationMilliseconds(text)
  return milliseconds === undefined ? undefined : milliseconds / 1000
}
