import { chiSquareSf } from '../statistics/chi-square.js'
import type { GroupOutcomes } from './group-outcomes.js'

/** p-value of Pearson's chi-square test (no continuity correction) that all groups have one selection rate; null for fewer than two groups. */
export function selectionHomogeneity(groups: readonly GroupOutcomes[]): number | null {
  if (groups.length < 2) return null
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  const rate = groups.reduce((sum, group) => sum + group.selected, 0) / rows
  if (rate === 0 || rate === 1) return 1
  const statistic = groups.reduce(
    (sum, group) => sum + (group.selected - group.rows * rate) ** 2 / (group.rows * rate * (1 - rate)),
    0
  )
  return chiSquareSf(statistic, groups.length - 1)
}
