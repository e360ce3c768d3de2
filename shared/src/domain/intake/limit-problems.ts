import { phrase } from '../text/phrase.js'
import { explained, positionIn, type Diagnostic } from './source-text.js'

/** More problems than anybody mends in one go are counted, not listed. */
export const maxProblems = 50

/** Each is given its line and column, which takes the longer the longer the line. */
export const maxExplained = 200

/** Problems in the order of their places, each once; beyond the first 50 only how many more there are. */
export function limitProblems(problems: readonly Diagnostic[], uncounted = 0): readonly Diagnostic[] {
  const sorted = withoutRepetition([...problems].sort(byPlace))
  const next = sorted[maxProblems]
  const rest = Math.max(0, sorted.length - maxProblems) + uncounted
  if (rest === 0) return sorted
  const place = (next ?? sorted.at(-1))?.place ?? ''
  return [...sorted.slice(0, maxProblems), explained(place, { message: phrase`and ${rest} more problems` })]
}

/** The problems of what is wrong, limited before they are explained: an explanation takes time. */
export function listProblems<T>(wrong: readonly T[], explain: (one: T) => Diagnostic): readonly Diagnostic[] {
  return limitProblems(wrong.slice(0, maxExplained).map(explain), Math.max(0, wrong.length - maxExplained))
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const [first, second] = [positionIn(a.place), positionIn(b.place)]
  if (first === undefined || second === undefined) return 0
  return first.line - second.line || first.column - second.column
}

function withoutRepetition(problems: readonly Diagnostic[]): Diagnostic[] {
  const said = new Set<string>()
  return problems.filter(({ place, message }) => {
    const key = `${place} ${message}`
    const known = said.has(key)
    said.add(key)
    return !known
  })
}
