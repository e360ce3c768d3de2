import * as z from 'zod/mini'
import { MODEL_ID, TRAINING_ID, VERSION } from '../text/id-patterns.js'

/** RFC 3339 time in UTC. */
export const timestamp = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/))

/** Lower-case hexadecimal SHA-256. */
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** A metric: its value, or null when undefined. */
export const metrics = z.record(z.string(), z.nullable(z.number()))

export const count = z.int().check(z.nonnegative())

export const trainingId = z.string().check(z.regex(TRAINING_ID))

export const modelId = z.string().check(z.regex(MODEL_ID))

export const semanticVersion = z.string().check(z.regex(VERSION))
