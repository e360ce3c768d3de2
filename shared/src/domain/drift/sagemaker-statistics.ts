import type { Problem } from '../../errors.js'
import { UserError } from '../../errors.js'
import type { BaselineProfile, FeatureProfile } from '../records/baseline.js'
import { profileOfBuckets, profileOfSketch } from './kll-profile.js'
import type { Bucket } from './kll-profile.js'
import { sageMakerStatistics } from './sagemaker-schema.js'
import type { NumericalStatistics, SageMakerFeature, TextualStatistics } from './sagemaker-schema.js'
import { categoricalBins, countCategorical } from './categorical-bins.js'

const MOST_OTHERS = 1000

const HINT =
  'Give the statistics.json that a baseline job of SageMaker Model Monitor wrote, or the data themselves.'

/** Whether a parsed JSON file looks like the `statistics.json` of SageMaker Model Monitor. */
export function isSageMakerStatistics(value: unknown): boolean {
  if (!isRecord(value) || !Object.hasOwn(value, 'dataset') || !Array.isArray(value['features'])) return false
  return isRecord(value['dataset']) && !Object.hasOwn(value, 'schema_version')
}

/**
 * The profile that a `statistics.json` gives: numeric features by their KLL sketch, else by their buckets, texts by their
 * counts. It is marked as approximate. Everything wrong with the file is one `baseline-invalid`; `place` names the file.
 */
export function profileFromSageMakerStatistics(value: unknown, place: string): BaselineProfile {
  const parsed = sageMakerStatistics.safeParse(value)
  if (!parsed.success) {
    throw invalid(
      place,
      parsed.error.issues.map(({ path, message }) => ({ place: path.map(String).join('.'), message }))
    )
  }
  const { dataset, features } = parsed.data
  const unknown = features.filter(isUnknown)
  const results = features.filter(one => !isUnknown(one)).map(one => profileOf(one, dataset.item_count))
  const repeated = repeatedNames(features.map(({ name }) => name))
  const problems = [
    ...results.flatMap(result => ('problem' in result ? [result.problem] : [])),
    ...repeated.map(name => ({ place: named(name), message: 'is there twice' }))
  ]
  if (problems.length > 0) throw invalid(place, problems)
  return {
    schema_version: 1,
    approximate: true,
    rows: dataset.item_count,
    features: results.flatMap(result => ('profile' in result ? [result.profile] : [])),
    ...(unknown.length > 0 && { other_columns: unknown.map(({ name }) => name) })
  }
}

function repeatedNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return names.filter(name => seen.size === seen.add(name).size)
}

function invalid(place: string, problems: readonly Problem[]): UserError {
  const shown = problems.slice(0, 10).map(problem => `${problem.place}: ${problem.message}`)
  const more = problems.length > 10 ? `; and ${problems.length - 10} more` : ''
  return new UserError('baseline-invalid', `${place}: ${shown.join('; ')}${more}`, { problems, hint: HINT })
}

/** Columns without any value, of which the file says nothing. */
function isUnknown({ inferred_type, numerical_statistics, string_statistics }: SageMakerFeature): boolean {
  return inferred_type === 'Unknown' && numerical_statistics === undefined && string_statistics === undefined
}

type ProfileResult = { readonly profile: FeatureProfile } | { readonly problem: Problem }

function profileOf({ name, ...feature }: SageMakerFeature, items: number): ProfileResult {
  const { numerical_statistics: numbers, string_statistics: texts } = feature
  const contradiction = contradictionIn((numbers ?? texts)?.common, items)
  if (contradiction !== undefined) return { problem: { place: named(name), message: contradiction } }
  const found =
    numbers === undefined ? (texts === undefined ? 'has no statistics' : ofTexts(texts)) : ofNumbers(numbers)
  if (typeof found === 'string') return { problem: { place: named(name), message: found } }
  const rows = found.counts.reduce((sum, count) => sum + count, found.missing)
  return { profile: { ...found, name, ...(rows !== items && { rows }) } }
}

/** A column cannot have more cells than the data have rows. */
function contradictionIn(common: NumericalStatistics['common'] | undefined, items: number) {
  if (common === undefined || common.num_present + common.num_missing <= items) return undefined
  return `has num_present ${common.num_present} and num_missing ${common.num_missing}, more than the item_count ${items} of the data`
}

type Unnamed =
  | Omit<Extract<FeatureProfile, { kind: 'numeric' }>, 'name'>
  | Omit<Extract<FeatureProfile, { kind: 'categorical' }>, 'name'>

/** The profile of a numeric feature, or what is wrong with it. */
function ofNumbers({ common, std_dev, distribution }: NumericalStatistics): Unnamed | string {
  const { num_present: present, num_missing: missing } = common
  const summary = { present, missing, standardDeviation: std_dev ?? null }
  const sketch = distribution?.kll?.sketch?.data ?? []
  if (present === 0 || sketch.some(items => items.length > 0))
    return profileOfSketch(present === 0 ? [] : sketch, summary)
  const buckets = (distribution?.kll?.buckets ?? []).map(({ lower_bound, upper_bound, count }) => ({
    lower: lower_bound,
    upper: upper_bound,
    count
  }))
  if (!buckets.some(bucket => bucket.count > 0)) return 'has values, but neither a sketch nor filled buckets'
  return areAscending(buckets)
    ? profileOfBuckets(buckets, summary)
    : 'has buckets that are not in ascending order'
}

/** One after another without overlap; or, of a constant column, all at the same value. */
function areAscending(buckets: readonly Bucket[]): boolean {
  const value = buckets[0]?.lower
  const constant = buckets.every(({ lower, upper }) => lower === value && upper === value)
  const ascending = buckets.every(
    ({ lower, upper }, index) => lower < upper && (buckets[index - 1]?.upper ?? lower) <= lower
  )
  return constant || ascending
}

function ofTexts({ common, distinct_count, distribution }: TextualStatistics): Unnamed {
  const buckets = distribution?.categorical?.buckets ?? []
  const counts = new Map<string, number>()
  for (const { value, count } of buckets) counts.set(value, (counts.get(value) ?? 0) + count)
  const listed = buckets.reduce((sum, { count }) => sum + count, 0)
  const unlisted = Math.max(0, common.num_present - listed)
  const bins = categoricalBins({ counts, missing: common.num_missing + unlisted })
  const rare = bins.otherValues.slice(0, MOST_OTHERS)
  const complete =
    unlisted === 0 && (distinct_count ?? 0) <= counts.size && rare.length === bins.otherValues.length
  const rows = countCategorical({ counts, missing: 0 }, { ...bins, otherComplete: false, numbers: false })
  const other = bins.values.length
  return {
    kind: 'categorical',
    missing: common.num_missing,
    values: [...bins.values],
    other_values: rare,
    other_complete: complete,
    counts: rows.map((count, bin) => (bin === other ? count + unlisted : count))
  }
}

function named(name: string): string {
  return `feature ${JSON.stringify(name.slice(0, 60))}`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
