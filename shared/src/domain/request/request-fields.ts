import * as z from 'zod/mini'
import { TASKS } from '../metrics/task.js'
import { MODEL_ID } from '../text/id-patterns.js'
import { isAlgorithm, learningTypes } from './algorithms.js'
import { cellText, columnName, columnNames, expression, metricName, whole, written } from './field-kinds.js'
import { compute } from './compute-section.js'
import {
  champion,
  edge,
  fairness,
  hyperparameters,
  preprocessing,
  tuning,
  validation
} from './request-sections.js'

/**
 * Every field of a training request (docs: "The training request"), none of them optional here. Maps are made when
 * they are first needed: a request has few of them, and making all takes longer than reading an issue.
 */
export const requestFields = {
  learning_type: z.enum(learningTypes),
  task: z.enum(TASKS),
  algorithm: z.string().check(z.refine(isAlgorithm, 'is not an algorithm of this suite')),
  model_id: written(MODEL_ID, 'at most 48 lower-case letters, digits and single hyphens, such as churn-v2'),
  dataset_id: written(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'at most 128 letters, digits and . _ -, starting with a letter or digit'
  ),
  target: columnName(),
  features: z.lazy(columnNames),
  sample_id: columnName(),
  preprocessing: z.lazy(preprocessing),
  hyperparameters: z.lazy(hyperparameters),
  evaluation_threshold: z.number(),
  gate: z.lazy(expression),
  custom_metrics: z.lazy(() => z.record(metricName(), expression())),
  champion: z.lazy(champion),
  max_retry: whole(0, 100),
  validation: z.lazy(validation),
  tuning: z.lazy(tuning),
  compute: z.lazy(compute),
  fairness: z.lazy(fairness),
  edge: z.lazy(edge),
  trees: z.enum(['all', 'best']),
  positive_class: z.lazy(cellText),
  parity_rows: z.enum(['real', 'synthetic']),
  seed: whole(0, 4294967295),
  allow_substitute: z.boolean()
} as const

/** Names of the request's fields. */
export const requestFieldNames: readonly string[] = Object.keys(requestFields)

/** The places, as dotted paths with `*` for list items, where any scalar counts as the text it is spelled as. */
export const textFields: ReadonlySet<string> = new Set([
  'algorithm',
  'model_id',
  'dataset_id',
  'target',
  'features.*',
  'sample_id',
  'gate',
  'positive_class',
  'compute.framework_version',
  'fairness.sensitive.*'
])
