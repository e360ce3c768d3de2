import * as z from 'zod/mini'
import { TASKS } from '../metrics/task.js'

const columnName = z.string().check(z.minLength(1), z.maxLength(1024))

/** What the owner of a data set declares about it: `datasets/<dataset_id>/dataset.json`. Everything is optional. */
export const datasetDescription = z.strictObject({
  schema_version: z.optional(z.literal(1)),
  description: z.optional(z.string().check(z.maxLength(10_000))),
  task: z.optional(z.enum(TASKS)),
  /** Default: the last column. */
  target: z.optional(columnName),
  /** Exactly these columns in exactly this order; default: all others. */
  features: z.optional(z.array(columnName).check(z.minLength(1), z.maxLength(20_000))),
  /** Kinds that must not be guessed, by column. */
  types: z.optional(z.record(columnName, z.enum(['numeric', 'categorical']))),
  /** Never a feature; joins the rows of two models. */
  sample_id: z.optional(columnName),
  /** Orders the rows for time series. */
  time: z.optional(columnName),
  /** Rows with the same value are resampled together. */
  group: z.optional(columnName)
})

export type DatasetDescription = z.infer<typeof datasetDescription>
