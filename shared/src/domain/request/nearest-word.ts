const longestWord = 64

/** The word that takes the fewest edits to become, if that is at most a third of its letters; else undefined. */
export function nearestWord(word: string, words: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined
  const written = word.toLowerCase()
  let best: { word: string; distance: number } | undefined
  for (const candidate of words) {
    const limit = Math.max(1, Math.floor(Math.max(candidate.length, word.length) / 3))
    if (Math.abs(candidate.length - word.length) > limit) continue
    const distance = editDistance(written, candidate.toLowerCase())
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { word: candidate, distance }
  }
  return best?.word
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment distance). */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity
        )
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
