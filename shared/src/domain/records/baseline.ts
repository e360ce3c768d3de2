import * as z from 'zod/mini'
import { count, modelId, semanticVersion, timestamp } from './schema.js'

/** A number; JSON has no infinities, so they are texts. */
const extendedNumber = z.union([z.number(), z.enum(['inf', '-inf'])])

const numericFeature = z.object({
  name: z.string(),
  kind: z.literal('numeric'),
  missing: count,
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
  name: z.string(),
  kind: z.literal('categorical'),
  missing: count,
  /** Values with a share of at least 1 %, at most 50, by share then text. */
  values: z.array(z.string()).check(z.maxLength(50)),
  /** Other values, up to 1,000; whether these are all tells unseen values from other ones. */
  other_values: z.array(z.string()).check(z.maxLength(1000)),
  other_complete: z.boolean(),
  /** Rows of each value, then of the other values together, then 0 for the unseen ones. */
  counts: z.array(count).check(z.maxLength(52))
})

/** What drift is measured against: the distribution of every feature, without any row (`baseline.json`). */
export const baselineProfile = z.object({
  schema_version: z.literal(1),
  model_id: z.optional(modelId),
  version: z.optional(semanticVersion),
  created_at: z.optional(timestamp),
  rows: count,
  features: z
    .array(z.discriminatedUnion('kind', [numericFeature, categoricalFeature]))
    .check(z.maxLength(20_000))
})

export type BaselineProfile = z.infer<typeof baselineProfile>
export type NumericProfile = z.infer<typeof numericFeature>
export type CategoricalProfile = z.infer<typeof categoricalFeature>
export type FeatureProfile = NumericProfile | CategoricalProfile
export type ExtendedNumber = z.infer<typeof extendedNumber>
