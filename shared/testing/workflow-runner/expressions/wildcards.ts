/** Whether a path matches a pattern of `*`, `?` and `**` segments; both use `/` and no leading `./`. */
export function matchesPath(pattern: string, path: string): boolean {
  return matches(pattern.split('/'), path.split('/'), {
    isStar: segment => segment === '**',
    isMatch: matchesSegment
  })
}

/** Whether a text holds wildcards. */
export function hasWildcards(text: string): boolean {
  return /[*?[]/.test(text)
}

function matchesSegment(pattern: string, segment: string): boolean {
  return matches(Array.from(pattern), Array.from(segment), {
    isStar: character => character === '*',
    isMatch: (wanted, character) => wanted === '?' || wanted === character
  })
}

interface WildcardRules {
  isStar(pattern: string): boolean
  isMatch(pattern: string, item: string): boolean
}

/** Greedy matching that goes back to the last star only: at most pattern × items steps, never exponential. */
function matches(pattern: readonly string[], items: readonly string[], rules: WildcardRules): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let item = 0
  while (item < items.length) {
    const wanted = pattern[at]
    if (wanted !== undefined && rules.isStar(wanted)) {
      star = at++
      resume = item
    } else if (wanted !== undefined && rules.isMatch(wanted, items[item] ?? '')) {
      at++
      item++
    } else if (star >= 0) {
      at = star + 1
      item = ++resume
    } else return false
  }
  return pattern.slice(at).every(rest => rules.isStar(rest))
}
