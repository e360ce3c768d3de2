/** The secrets of one job, hidden in everything it says. */
export class Masks {
  readonly #values = new Set<string>()

  /** Hides a value, each line of it, and its JSON, URI and Base64 spellings; empty values are ignored. */
  add(value: string): void {
    for (const line of [value, ...value.split(/\r?\n/)]) {
      const secret = line.trim() === '' ? '' : line
      if (secret === '') continue
      for (const spelling of spellings(secret)) this.#values.add(spelling)
    }
  }

  /** The text with every hidden value, also overlapping ones, replaced by `***`. */
  mask(text: string): string {
    const ranges = this.#rangesIn(text)
    if (ranges.length === 0) return text
    let result = ''
    let at = 0
    for (const [start, end] of mergeRanges(ranges)) {
      result += `${text.slice(at, start)}***`
      at = end
    }
    return result + text.slice(at)
  }

  #rangesIn(text: string): [number, number][] {
    const ranges: [number, number][] = []
    for (const value of this.#values) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
        ranges.push([at, at + value.length])
      }
    }
    return ranges
  }
}

function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(Buffer.from(secret).toString()),
    base64
  ]
}

function mergeRanges(ranges: [number, number][]): [number, number][] {
  const merged: [number, number][] = []
  for (const [start, end] of ranges.sort((left, right) => left[0] - right[0])) {
    const last = merged.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}
