import type { RequestDraft } from './training-request.js'

/**
 * The request that `over` makes of `base`: maps are merged key by key, everything else is replaced. Another algorithm
 * brings its own hyperparameters: those of the base, and its tuning, are dropped.
 */
export function mergeDrafts(base: RequestDraft, over: RequestDraft): RequestDraft {
  const changed =
    over.algorithm !== undefined && base.algorithm !== undefined && over.algorithm !== base.algorithm
  if (!changed) return mergeMaps(base, over)
  return mergeMaps({ ...base, hyperparameters: undefined, tuning: undefined }, over)
}

function mergeMaps<T extends object>(base: T, over: T): T {
  const merged = new Map<string, unknown>(Object.entries(base).filter(([, value]) => value !== undefined))
  for (const [key, value] of Object.entries(over) as [string, unknown][]) {
    const below = merged.get(key)
    if (value !== undefined) merged.set(key, isMap(below) && isMap(value) ? mergeMaps(below, value) : value)
  }
  return Object.fromEntries(merged) as T
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
