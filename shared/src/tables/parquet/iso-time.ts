const DAY_MILLISECONDS = 86_400_000

/** The date of a count of days since 1970. */
export function isoDate(days: unknown): string {
  return new Date(Number(days) * DAY_MILLISECONDS).toISOString().replace(/T.*/, '')
}

/** The time of a count of 10^-decimals seconds since 1970, with as many decimals as needed. */
export function isoTime(ticks: unknown, decimals: number, zone: string): string {
  const count = BigInt(ticks as bigint | number)
  const perSecond = 10n ** BigInt(decimals)
  const fraction = ((count % perSecond) + perSecond) % perSecond
  const seconds = Number((count - fraction) / perSecond)
  const digits = String(fraction).padStart(decimals, '0').replace(/0+$/, '')
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}${digits === '' ? '' : `.${digits}`}${zone}`
}

/** The time of day of a count of 10^-decimals seconds since midnight. */
export function isoTimeOfDay(ticks: unknown, decimals: number): string {
  return isoTime(ticks, decimals, '').replace(/^.*T/, '')
}
