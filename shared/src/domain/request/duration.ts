const pattern = /^(?=\d)(?:(\d{1,6})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,7})s)?(?:(\d{1,9})ms)?$/

/** Milliseconds of `90s`, `15m`, `2h`, `1h30m` or `100ms`; undefined when the text is no duration. */
export function parseDurationMilliseconds(text: string): number | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [hours, minutes, seconds, milliseconds] = [1, 2, 3, 4].map(group => Number(match[group] ?? 0))
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + (milliseconds ?? 0)
}

/** Seconds of a duration (see `parseDurationMilliseconds`). */
export function parseDurationSeconds(text: string): number | undefined {
  const milliseconds = parseDurationMilliseconds(text)
  return milliseconds === undefined ? undefined : milliseconds / 1000
}
