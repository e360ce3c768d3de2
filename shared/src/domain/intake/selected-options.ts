/** What `a, b` selects; options may hold commas themselves, so there may be several ways to read it. */
export type Selection =
  | { readonly kind: 'one'; readonly chosen: readonly { readonly option: string; readonly start: number }[] }
  | { readonly kind: 'several' }
  /** Offset of the first text that is no option. */
  | { readonly kind: 'none'; readonly offset: number }

interface Step {
  readonly ways: number
  readonly option: string
  readonly from: number
}

const separator = ', '

/** The options that are selected in a text of whole options with `, ` between them. */
export function selectedOptions(text: string, options: readonly string[]): Selection {
  const known = [...new Set(options)].filter(option => option !== '')
  // By offset: how many ways lead there, and the last option of one of them.
  const steps = new Map<number, Step>([[0, { ways: 1, option: '', from: 0 }]])
  const end = text.length + separator.length
  let furthest = 0
  for (let start = 0; start >= 0 && start < text.length; start = nextStart(text, start)) {
    const ways = steps.get(start)?.ways ?? 0
    if (ways === 0) continue
    furthest = start
    for (const option of known) {
      const next = start + option.length + separator.length
      if (
        !text.startsWith(option, start) ||
        !(next === end || text.startsWith(separator, next - separator.length))
      )
        continue
      steps.set(next, { ways: Math.min(2, ways + (steps.get(next)?.ways ?? 0)), option, from: start })
    }
  }
  const last = steps.get(end)
  if (last === undefined) return { kind: 'none', offset: furthest }
  return last.ways > 1 ? { kind: 'several' } : { kind: 'one', chosen: pathTo(steps, end) }
}

function nextStart(text: string, after: number): number {
  const at = text.indexOf(separator, after)
  return at < 0 ? -1 : at + separator.length
}

function pathTo(steps: ReadonlyMap<number, Step>, end: number): { option: string; start: number }[] {
  const chosen: { option: string; start: number }[] = []
  for (let at = end; at > 0;) {
    const step = steps.get(at)
    if (step === undefined) break
    chosen.push({ option: step.option, start: step.from })
    at = step.from
  }
  return chosen.reverse()
}
