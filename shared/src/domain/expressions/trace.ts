import type { SourceText } from './expression-text.js'
import type { Evaluated } from './outcome.js'

/** One evaluated sub-expression, as written, with its value; null = undefined or undecided, `reason` says why. */
export interface TraceEntry {
  readonly expression: string
  readonly value: number | boolean | string | null
  readonly reason?: string
}

const MOST_ENTRIES = 100
const LONGEST = 200

/** Every sub-expression that was evaluated, innermost first, literals left out; at most 100, texts of at most 200 characters. */
export function traceOf(evaluated: Evaluated, source: SourceText): readonly TraceEntry[] {
  return [...entries(evaluated, source)].slice(0, MOST_ENTRIES)
}

function* entries(evaluated: Evaluated, source: SourceText): Generator<TraceEntry> {
  const { expression, outcome, parts } = evaluated
  for (const part of parts) yield* entries(part, source)
  if (expression.kind === 'number' || expression.kind === 'text' || expression.kind === 'boolean') return
  const written = clip(source.written(expression))
  if ('value' in outcome) yield { expression: written, value: outcome.value }
  else if ('reason' in outcome) yield { expression: written, value: null, reason: clip(outcome.reason) }
}

function clip(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
