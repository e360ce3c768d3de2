import * as z from 'zod/mini'
import { count } from '../records/schema.js'

const present = z.object({ num_present: count, num_missing: count })

const bucket = z.object({ lower_bound: z.number(), upper_bound: z.number(), count })

const numerical = z.object({
  common: present,
  std_dev: z.optional(z.nullable(z.number())),
  distribution: z.optional(
    z.object({
      kll: z.optional(
        z.object({
          buckets: z.optional(z.array(bucket).check(z.maxLength(1000))),
          sketch: z.optional(z.object({ data: z.array(z.array(z.number())).check(z.maxLength(53)) }))
        })
      )
    })
  )
})

const textual = z.object({
  common: present,
  distinct_count: z.optional(z.nullable(z.number())),
  distribution: z.optional(
    z.object({
      categorical: z.optional(z.object({ buckets: z.array(z.object({ value: z.string(), count })) }))
    })
  )
})

const feature = z.object({
  name: z.string().check(z.minLength(1)),
  inferred_type: z.optional(z.string()),
  numerical_statistics: z.optional(numerical),
  string_statistics: z.optional(textual)
})

/** The part of SageMaker Model Monitor's `statistics.json` that a baseline is made from; unknown fields are left out. */
export const sageMakerStatistics = z.object({
  dataset: z.object({ item_count: count }),
  features: z.array(feature).check(z.maxLength(20_000))
})

export type SageMakerFeature = z.infer<typeof feature>
export type NumericalStatistics = z.infer<typeof numerical>
export type TextualStatistics = z.infer<typeof textual>
