import * as z from 'zod/mini'
import { profileProblems } from '../drift/profile-problems.js'
import { count, modelId, semanticVersion, sha256, timestamp, trainingId } from './schema.js'

/** A number; JSON has no infinities, so they are texts. */
const extendedNumber = z.union([z.number(), z.enum(['inf', '-inf'])])

const commonFields = {
  name: z.string(),
  /** What the column is to the model; absent: a feature. Target and prediction are compared where current data has them. */
  role: z.optional(z.enum(['feature', 'target', 'prediction'])),
  /** Rows of this column where they are not those of the profile: predictions are made of other data. */
  rows: z.optional(count),
  missing: count
}

const numericFeature = z.object({
  ...commonFields,
  kind: z.literal('numeric'),
  /** Bins of the population stability index and how many baseline values fall into each. */
  bins: z.union([
    z.object({ kind: z.literal('intervals'), edges: z.array(extendedNumber).check(z.maxLength(9)) }),
    z.object({ kind: z.literal('values'), values: z.array(extendedNumber).check(z.maxLength(50)) })
  ]),
  counts: z.array(count).check(z.maxLength(51)),
  /** The 201 quantiles 0, 0.005, …, 1; empty when every value is missing. */
  quantiles: z.array(extendedNumber).check(z.maxLength(201)),
  /** Sample standard deviation; null for fewer than two values or infinite ones. */
  standard_deviation: z.nullable(z.number())
})

const categoricalFeature = z.object({
  ...commonFields,
  kind: z.literal('categorical'),
  /** Values with a share of at least 1 %, at most 50, by share then text. */
  values: z.array(z.string()).check(z.maxLength(50)),
  /** Other values, up to 1,000; whether these are all tells unseen values from other ones. */
  other_values: z.array(z.string()).check(z.maxLength(1000)),
  other_complete: z.boolean(),
  /** The values are numbers, and a current text that is the same number is the same value, as `1` and `1.0`. */
  numbers: z.optional(z.boolean()),
  /** Rows of each value, then of the other values together, then 0 for the unseen ones. */
  counts: z.array(count).check(z.maxLength(52))
})

/** What drift is measured against: the distribution of every feature, without any row (`baseline.json`). */
export const baselineProfile = z
  .object({
    schema_version: z.literal(1),
    model_id: z.optional(modelId),
    version: z.optional(semanticVersion),
    created_at: z.optional(timestamp),
    /** The run whose training data it describes. */
    training_id: z.optional(trainingId),
    dataset: z.optional(z.object({ dataset_id: z.string(), sha256 })),
    /** Made from a summary of the data, not from the data: bins and quantiles are near what the data would give. */
    approximate: z.optional(z.literal(true)),
    rows: count,
    features: z
      .array(z.discriminatedUnion('kind', [numericFeature, categoricalFeature]))
      .check(z.maxLength(20_000)),
    /** Columns of the data that the model does not use: current data that have them have nothing new. */
    other_columns: z.optional(z.array(z.string()).check(z.maxLength(20_000)))
  })
  .check(context => {
    for (const { message, path } of profileProblems(context.value))
      context.issues.push({ code: 'custom', message, path: [...path], input: context.value })
  })

export type BaselineProfile = z.infer<typeof baselineProfile>
export type NumericProfile = z.infer<typeof numericFeature>
export type CategoricalProfile = z.infer<typeof categoricalFeature>
export type FeatureProfile = NumericProfile | CategoricalProfile
export type FeatureRole = 'feature' | 'target' | 'prediction'
export type ExtendedNumber = z.infer<typeof extendedNumber>
