import * as z from 'zod/mini'
import { modelTask, type ModelSignature } from './model-signature.js'
import { count, sha256 } from './schema.js'

const feature = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.literal('numeric') }),
  z.object({
    name: z.string(),
    kind: z.literal('categorical'),
    categories: z.array(z.string()).check(z.minLength(1))
  })
])

const link = z.enum(['identity', 'logistic', 'softmax', 'exp'])

const trees = z.object({
  kind: z.literal('trees'),
  compare: z.enum(['le', 'lt']),
  aggregate: z.enum(['sum', 'mean']),
  link,
  base: z.array(z.number()).check(z.minLength(1))
})

const linear = z.object({ kind: z.literal('linear'), link })

const preprocessing = z.object({
  missing: z.enum(['median', 'mean', 'most_frequent', 'zero', 'drop', 'keep']),
  scale: z.enum(['standard', 'minmax', 'robust', 'none']),
  outliers: z.object({
    method: z.enum(['iqr', 'zscore', 'none']),
    action: z.optional(z.enum(['clip', 'drop'])),
    factor: z.optional(z.nullable(z.number()))
  }),
  encode: z.enum(['one_hot', 'ordinal'])
})

const crossValidation = z.object({
  method: z.string(),
  folds: count,
  metric: z.string(),
  scores: z.array(z.nullable(z.number())),
  mean: z.nullable(z.number()),
  standard_deviation: z.nullable(z.number())
})

const parity = z.object({
  rows: count,
  source: z.enum(['real', 'synthetic']),
  categorical: z.optional(z.array(z.array(z.string()))),
  self_check_max_difference: z.optional(z.nullable(z.number()))
})

/** `manifest.json` of a trained model (docs/model-format.md): everything that is not an array of numbers. */
export const modelManifest = z.object({
  schema_version: z.literal(1),
  format: z.literal('mlops-model'),
  kit_version: z.string(),
  training_id: z.optional(z.nullable(z.string())),
  task: modelTask,
  algorithm: z.string(),
  target: z.string(),
  sample_id: z.optional(z.nullable(z.string())),
  seed: z.optional(z.nullable(z.number())),
  engine: z.record(z.string(), z.string()),
  hyperparameters: z.record(z.string(), z.unknown()),
  features: z.array(feature).check(z.minLength(1)),
  classes: z.nullable(z.array(z.string())),
  positive_class: z.optional(z.nullable(z.string())),
  preprocessing,
  model: z.discriminatedUnion('kind', [trees, linear]),
  rows: z.object({ train: count, used: count }),
  dataset: z.object({ sha256 }),
  importance: z.optional(z.array(z.object({ feature: z.string(), value: z.nullable(z.number()) }))),
  cross_validation: z.optional(z.nullable(crossValidation)),
  parity: z.optional(parity)
})

export type ModelManifest = z.infer<typeof modelManifest>

/** The part of a manifest that travels inside the ONNX file. */
export const signatureOf = (manifest: ModelManifest): ModelSignature => ({
  schema_version: 1,
  task: manifest.task,
  algorithm: manifest.algorithm,
  target: manifest.target,
  features: manifest.features.map(({ name, kind }) => ({ name, kind })),
  classes: manifest.classes,
  positive_class: manifest.positive_class ?? null
})
