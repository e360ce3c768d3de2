const units = new Map([
  ['B', 1],
  ['KB', 1000],
  ['MB', 1000 ** 2],
  ['GB', 1000 ** 3],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3]
])

/** Bytes of `500KB`, `5MB`, `2GB` (powers of 1000), `KiB`, `MiB`, `GiB`; undefined when the text is no size. */
export function parseSizeBytes(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,6})?) ?([KMG]i?B|B)$/.exec(text)
  const unit = units.get(match?.[2] ?? '')
  return unit === undefined ? undefined : Math.round(Number(match?.[1]) * unit)
}
