import type { ValuePath } from './plain-value.js'

/** What is to go: all of it, or some of what is inside. */
type Cut = 'all' | Map<PropertyKey, Cut>

/** A value without what stands at the paths; a list that holds one of them goes as a whole, as its items have no names. */
export function withoutPaths(value: unknown, paths: readonly ValuePath[]): unknown {
  const cut = new Map<PropertyKey, Cut>()
  for (const path of paths) mark(cut, path)
  return cut.size === 0 ? value : pruned(value, cut)
}

function mark(cut: Map<PropertyKey, Cut>, [step, ...rest]: ValuePath): void {
  if (step === undefined) return
  const inner = cut.get(step)
  if (inner === 'all') return
  if (rest.length === 0) cut.set(step, 'all')
  else {
    const next = inner ?? new Map<PropertyKey, Cut>()
    cut.set(step, next)
    mark(next, rest)
  }
}

function pruned(value: unknown, cut: ReadonlyMap<PropertyKey, Cut>): unknown {
  if (!isMap(value)) return value
  const kept = Object.create(null) as Record<string, unknown>
  for (const [key, inner] of Object.entries(value)) {
    const inside = cut.get(key)
    if (inside === undefined) kept[key] = inner
    else if (inside !== 'all' && isMap(inner)) kept[key] = pruned(inner, inside)
  }
  return kept
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
