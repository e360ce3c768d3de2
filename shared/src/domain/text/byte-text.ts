const UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['KB', 1e3]
] as const

/** A size for people, in powers of 1000 and three digits: `912 B`, `41.1 KB`, `5.00 MB`. */
export function formatBytes(bytes: number): string {
  const unit = UNITS.find(([, size]) => bytes >= size)
  if (unit === undefined) return `${bytes} B`
  const amount = bytes / unit[1]
  return `${amount >= 999.5 ? Math.round(amount) : amount.toPrecision(3)} ${unit[0]}`
}
