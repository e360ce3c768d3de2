import type { CategoricalProfile } from '../records/baseline.js'

const MOST_OTHERS = 1000
const MOST_OTHER_CHARACTERS = 65_536
const LONGEST_TEXT = 1000
const FEWEST_ROWS_OF_UNIQUE = 10

/**
 * The part of a categorical profile that is stored. Where more than half of the cells are texts of their own (names,
 * identifiers, comments), no text of fewer than 10 rows is kept; elsewhere up to 1,000 rare texts are, and no text of more
 * than 1,000 characters. What is not kept counts as other.
 */
export function storedCategories(profile: CategoricalProfile): CategoricalProfile {
  const present = profile.counts.reduce((sum, count) => sum + count, 0)
  const distinct = profile.values.length + profile.other_values.length
  const fewestRows = distinct > present / 2 ? FEWEST_ROWS_OF_UNIQUE : 1
  const kept = profile.values.flatMap((value, bin) => {
    const count = profile.counts[bin] ?? 0
    return value.length <= LONGEST_TEXT && count >= fewestRows ? [{ value, count }] : []
  })
  const others = fewestRows > 1 ? [] : rememberable(profile.other_values)
  const complete = kept.length + others.length === distinct
  const counts = kept.map(({ count }) => count)
  return {
    ...profile,
    values: kept.map(({ value }) => value),
    other_values: others,
    other_complete: profile.other_complete && complete,
    counts: [...counts, present - counts.reduce((sum, count) => sum + count, 0), 0]
  }
}

/** As many of the most frequent texts as a profile may hold. */
function rememberable(texts: readonly string[]): string[] {
  let characters = 0
  return texts.slice(0, MOST_OTHERS).filter(text => {
    if (text.length > LONGEST_TEXT || characters + text.length > MOST_OTHER_CHARACTERS) return false
    characters += text.length
    return true
  })
}
