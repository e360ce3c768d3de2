import { KNOTS } from './quantile-knots.js'

/** The part of a profile whose numbers must fit together. */
export interface FeatureCounts {
  readonly rows: number
  readonly features: readonly CountedFeature[]
}

type CountedFeature = {
  readonly name: string
  readonly rows?: number | undefined
  readonly missing: number
  readonly counts: readonly number[]
} & (
  | {
      readonly kind: 'numeric'
      readonly bins:
        | { readonly kind: 'intervals'; readonly edges: readonly (number | string)[] }
        | { readonly kind: 'values'; readonly values: readonly (number | string)[] }
      readonly quantiles: readonly (number | string)[]
    }
  | { readonly kind: 'categorical'; readonly values: readonly string[] }
)

/** Something that does not fit together, and where. */
export interface ProfileProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What is wrong with a profile beyond its shape: counts that are not of its rows, numbers out of order, names used twice. */
export function profileProblems(profile: FeatureCounts): readonly ProfileProblem[] {
  const names = new Set<string>()
  return profile.features.flatMap((feature, index) => {
    const at = (field: string, message: string) => [{ path: ['features', index, field], message }]
    const repeated = names.has(feature.name) ? at('name', 'is used twice') : []
    names.add(feature.name)
    const rows = feature.counts.reduce((sum, count) => sum + count, feature.missing)
    return [
      ...repeated,
      ...(feature.counts.length === binsOf(feature) ? [] : at('counts', 'is not one count for every bin')),
      ...(rows === (feature.rows ?? profile.rows) ? [] : at('counts', 'does not add up to the rows')),
      ...(feature.kind === 'numeric' ? numericProblems(feature, at) : [])
    ]
  })
}

function binsOf(feature: CountedFeature): number {
  if (feature.kind === 'categorical') return feature.values.length + 2
  return (feature.bins.kind === 'intervals' ? feature.bins.edges.length : feature.bins.values.length) + 1
}

function numericProblems(
  { bins, counts, quantiles }: Extract<CountedFeature, { kind: 'numeric' }>,
  at: (field: string, message: string) => ProfileProblem[]
): readonly ProfileProblem[] {
  const bounds = bins.kind === 'intervals' ? bins.edges : bins.values
  const knots = counts.every(count => count === 0) ? 0 : KNOTS
  return [
    ...(isAscending(bounds, 'strictly') ? [] : at('bins', 'is not ascending')),
    ...(quantiles.length === knots ? [] : at('quantiles', `is not a list of ${knots}`)),
    ...(isAscending(quantiles, 'weakly') ? [] : at('quantiles', 'is not ascending'))
  ]
}

function isAscending(encoded: readonly (number | string)[], how: 'strictly' | 'weakly'): boolean {
  const numbers = encoded.map(number =>
    typeof number === 'number' ? number : number === 'inf' ? Infinity : -Infinity
  )
  return numbers.every((number, index) => {
    const last = numbers[index - 1]
    return last === undefined || last < number || (how === 'weakly' && last === number)
  })
}
