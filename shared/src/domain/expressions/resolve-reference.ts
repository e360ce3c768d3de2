import { nearestName } from '../text/nearest-name.js'
import type { GateReference } from './gate-reference.js'
import { referenceLabel } from './gate-reference.js'
import type { GateScope, MetricValues } from './gate-scope.js'
import { finite, undefinedBecause } from './outcome.js'
import type { Outcome } from './outcome.js'

const NO_CHAMPION =
  'there is no champion yet (improves and not_worse are true without one, a comparison with champion.<metric> is not)'

/** The value of a reference, or why it has none. */
export function resolveReference(reference: GateReference, scope: GateScope): Outcome {
  const label = referenceLabel(reference)
  switch (reference.kind) {
    case 'metric':
      return metricValue(reference.metric, label, scope)
    case 'champion':
      return scope.champion === undefined
        ? undefinedBecause(`${label} is undefined: ${NO_CHAMPION}`)
        : metricValue(reference.metric, label, scope.champion)
    case 'slice': {
      const { slices } = scope
      const slice = Object.hasOwn(slices, reference.slice) ? slices[reference.slice] : undefined
      if (slice !== undefined) return metricValue(reference.metric, label, slice)
      const near = hint(reference.slice, Object.keys(slices))
      return undefinedBecause(`${label} is undefined: the test data has no slice ${reference.slice}${near}`)
    }
    case 'model': {
      const value = reference.quantity === 'size_bytes' ? scope.sizeBytes : scope.latencyP95Ms
      return value === undefined
        ? undefinedBecause(`${label} was not measured`)
        : finite(value, `${label} is not finite`)
    }
  }
}

function metricValue(metric: string, label: string, values: MetricValues): Outcome {
  const { metrics, undefined: reasons = {} } = values
  const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
  const reason = Object.hasOwn(reasons, metric) ? reasons[metric] : undefined
  if (typeof value === 'number' && reason === undefined)
    return finite(value, `${label} is not a finite number (${value})`)
  if (reason !== undefined) return undefinedBecause(`${label} is undefined: ${reason}`)
  if (value === null) return undefinedBecause(`${label} is undefined`)
  return undefinedBecause(`${label} was not measured${hint(metric, Object.keys(metrics))}`)
}

function hint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === undefined ? '' : `; did you mean ${nearest}?`
}
