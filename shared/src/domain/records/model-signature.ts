import * as z from 'zod/mini'

export const modelTask = z.enum(['classification', 'regression'])

export type ModelTask = z.infer<typeof modelTask>

export const featureKind = z.enum(['numeric', 'categorical'])

/**
 * What a model takes and gives: the JSON in the ONNX metadata property `mlops.manifest`.
 * `classes` are in the order of the probabilities, null for regression; `target` is null when nobody said.
 */
export const modelSignature = z.object({
  schema_version: z.literal(1),
  task: modelTask,
  algorithm: z.string(),
  target: z.nullable(z.string()),
  features: z.array(z.object({ name: z.string(), kind: featureKind })),
  classes: z.nullable(z.array(z.string())),
  positive_class: z.nullable(z.string())
})

export type ModelSignature = z.infer<typeof modelSignature>
