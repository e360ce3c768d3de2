import * as z from 'zod/mini'

/** RFC 3339 time in UTC. */
export const timestamp = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/))

/** Lower-case hexadecimal SHA-256. */
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** A metric: its value, or null when undefined. */
export const metrics = z.record(z.string(), z.nullable(z.number()))

export const count = z.int().check(z.nonnegative())

export const trainingId = z.string().check(z.regex(/^train-\d{8}-\d{6}-[0-9a-f]{8}(-\d+)?$/))

export const modelId = z.string().check(z.regex(/^[a-z0-9](-?[a-z0-9]){0,47}$/))

export const semanticVersion = z.string().check(z.regex(/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/))
