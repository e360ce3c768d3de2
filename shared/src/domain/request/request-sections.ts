import * as z from 'zod/mini'
import { between, byteSize, columnNames, duration, metricName, parameterName, whole } from './field-kinds.js'

const { optional } = z

/** A value a training program may be given. */
export type Hyperparameter =
  string | number | boolean | null | readonly Hyperparameter[] | { readonly [name: string]: Hyperparameter }

/** `hyperparameters`: names and values, which may be nested (the members of an ensemble). */
export function hyperparameters() {
  const value: z.ZodMiniType<Hyperparameter> = z.lazy(() =>
    z.union([
      z.string().check(z.maxLength(2500)),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(value),
      z.record(z.string(), value)
    ])
  )
  const few = (map: object) => Object.keys(map).length <= 100
  return z.record(parameterName(), value).check(z.refine(few, 'must hold at most 100 hyperparameters'))
}

/** `preprocessing`. */
export function preprocessing() {
  return z.strictObject({
    missing: optional(z.enum(['median', 'mean', 'most_frequent', 'zero', 'drop', 'keep'])),
    scale: optional(z.enum(['standard', 'minmax', 'robust', 'none'])),
    outliers: optional(
      z.strictObject({
        method: z.enum(['iqr', 'zscore', 'none']),
        action: optional(z.enum(['clip', 'drop'])),
        factor: optional(between(0.1, 100))
      })
    ),
    encode: optional(z.enum(['one_hot', 'ordinal']))
  })
}

/** `champion`. */
export function champion() {
  return z.strictObject({
    require: z.enum(['improvement', 'non_inferiority']),
    metric: metricName(),
    margin: optional(z.number().check(z.minimum(0, 'must not be negative')))
  })
}

/** `validation`. */
export function validation() {
  return z.strictObject({
    method: z.enum(['none', 'kfold', 'time_series_split']),
    folds: optional(whole(2, 100))
  })
}

/** `tuning`. */
export function tuning() {
  const some = (ranges: object) => Object.keys(ranges).length > 0
  return z.strictObject({
    strategy: z.enum(['grid', 'random', 'bayesian', 'hyperband']),
    max_jobs: optional(whole(1, 500)),
    parallel: optional(whole(1, 100)),
    metric: optional(metricName()),
    ranges: z
      .record(parameterName(), tuningRange())
      .check(z.refine(some, 'must hold at least one hyperparameter'))
  })
}

function tuningRange() {
  const value = z.union([z.string(), z.number(), z.boolean()])
  return z
    .strictObject({
      min: optional(z.number()),
      max: optional(z.number()),
      scaling: optional(z.enum(['linear', 'log'])),
      values: optional(z.array(value).check(z.minLength(1), z.maxLength(100)))
    })
    .check(
      z.refine(
        ({ min, max, values }) => [min, max].every(end => (end === undefined) === (values !== undefined)),
        'must give either min and max, or values'
      ),
      z.refine(({ min = -Infinity, max = Infinity }) => min < max, 'must have min below max'),
      z.refine(
        ({ min = 1, scaling }) => scaling !== 'log' || min > 0,
        'must have min above 0 for log scaling'
      )
    )
}

/** `fairness`. */
export function fairness() {
  return z.strictObject({
    sensitive: columnNames(),
    max_demographic_parity_difference: optional(between(0, 1)),
    min_demographic_parity_ratio: optional(between(0, 1)),
    max_equal_opportunity_difference: optional(between(0, 1)),
    max_equalized_odds_difference: optional(between(0, 1))
  })
}

/** `edge`. */
export function edge() {
  return z.strictObject({
    quantize: optional(z.enum(['auto', 'none', 'dynamic-int8', 'static-int8'])),
    max_size: optional(byteSize()),
    max_latency: optional(duration()),
    max_accuracy_loss: optional(between(0, 1))
  })
}
