import * as z from 'zod/mini'

/** The keys a schema knows at a path; empty where it takes any. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const inner = withoutWrappers(schema)
  if (inner instanceof z.ZodMiniObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape
    const [step, ...rest] = path
    if (step === undefined) return Object.keys(shape)
    const field = Object.hasOwn(shape, step) ? shape[String(step)] : undefined
    return field === undefined ? [] : knownKeys(field, rest)
  }
  if (inner instanceof z.ZodMiniRecord) return knownKeys(inner.def.valueType, path.slice(1))
  return inner instanceof z.ZodMiniArray ? knownKeys(inner.def.element, path.slice(1)) : []
}

function withoutWrappers(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodMiniOptional) return withoutWrappers(schema.def.innerType)
  return schema instanceof z.ZodMiniLazy ? withoutWrappers(schema.def.getter()) : schema
}
