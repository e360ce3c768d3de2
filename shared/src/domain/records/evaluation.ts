import * as z from 'zod/mini'
import { count, metrics, trainingId } from './schema.js'

const reasons = z.record(z.string(), z.string())

const slice = z.object({ rows: count, metrics, undefined: reasons })

/** Rows: the true class; columns: the predicted one; both in the order of `classes`. */
const confusionMatrix = z.object({ classes: z.array(z.string()), counts: z.array(z.array(count)) })

const comparison = z.object({
  metric: z.string(),
  champion: z.nullable(z.number()),
  challenger: z.nullable(z.number()),
  /** Positive: the challenger is better, whatever the metric's direction. */
  delta: z.nullable(z.number()),
  interval: z.nullable(
    z.object({ low: z.number(), high: z.number(), confidence: z.number(), method: z.string() })
  ),
  p_value: z.nullable(z.number()),
  test: z.nullable(z.string()),
  /** The smallest true difference that these rows could have shown with 80 % power. */
  detectable_difference: z.nullable(z.number()),
  note: z.optional(z.string())
})

/** What was measured on the test data: `runs/<training_id>/evaluation.json`. */
export const evaluationRecord = z.object({
  schema_version: z.literal(1),
  training_id: trainingId,
  task: z.string(),
  rows: count,
  primary_metric: z.object({
    name: z.string(),
    value: z.nullable(z.number()),
    direction: z.enum(['higher', 'lower'])
  }),
  metrics,
  /** Why a metric is null. */
  undefined: reasons,
  /** What a reader should know about a metric, such as rows that were left out. */
  notes: z.optional(reasons),
  confusion_matrix: z.optional(confusionMatrix),
  slices: z.record(z.string(), slice),
  fairness: z.record(z.string(), z.unknown()),
  champion: z.optional(
    z.object({ version: z.string(), metrics, tests: z.array(comparison), note: z.optional(z.string()) })
  ),
  importance: z.optional(z.array(z.object({ feature: z.string(), value: z.nullable(z.number()) }))),
  /** How the ONNX model compares with the predictions of the library that trained it. */
  parity: z.optional(z.unknown()),
  predictions_source: z.enum(['onnx', 'file']),
  model: z.object({ sha256: z.nullable(z.string()), size_bytes: z.nullable(z.number()) }),
  test_data: z.object({ sha256: z.nullable(z.string()), files: z.array(z.string()) })
})

export type EvaluationRecord = z.infer<typeof evaluationRecord>
