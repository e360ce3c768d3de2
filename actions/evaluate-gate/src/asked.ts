import { checkedGates } from '../../../shared/src/domain/gate/checked-gates.js'
import type { AskedGates, GateText } from '../../../shared/src/domain/gate/checked-gates.js'
import { gateNeeds, type GateNeeds } from '../../../shared/src/domain/expressions/check-gate.js'
import { expressionError } from '../../../shared/src/domain/expressions/expression-problem.js'
import { gateVocabulary } from '../../../shared/src/domain/expressions/gate-vocabulary.js'
import { checkCustomMetrics } from '../../../shared/src/domain/expressions/parse-custom-metric.js'
import { metricOf, primaryMetricOf } from '../../../shared/src/domain/metrics/metric-table.js'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import type { GateInputs } from './inputs.js'

/** Everything that is asked of the model, and what must be measured to answer. */
export interface Asked {
  readonly gates: AskedGates
  readonly needs: GateNeeds
  readonly customMetrics: Readonly<Record<string, string>>
}

/** Collects the gates of policy, request and input, and checks them before anything is measured. */
export function whatIsAsked(
  task: 'classification' | 'regression',
  from: { inputs: GateInputs; request: TrainingRequest; policy: Policy }
): Asked {
  const { inputs, request, policy } = from
  const customMetrics = { ...request.custom_metrics, ...policy.custom_metrics }
  // A metric that is defined anew would decide gates that mean the built-in one, those of the policy too.
  const wrong = checkCustomMetrics(customMetrics, task)
  if (wrong.length > 0) throw expressionError('custom-metric-invalid', wrong)
  const texts: GateText[] = [
    ...(policy.gate === undefined ? [] : [{ source: 'policy' as const, text: policy.gate }]),
    ...(inputs.gate === undefined ? [] : [{ source: 'input' as const, text: inputs.gate }]),
    ...(inputs.gate !== undefined || request.gate === undefined
      ? []
      : [{ source: 'request' as const, text: request.gate }])
  ]
  const primary = primaryMetricOf(task)
  const threshold =
    inputs.gate !== undefined || request.evaluation_threshold === undefined
      ? undefined
      : { metric: primary.name, value: request.evaluation_threshold, direction: primary.direction }
  const gates: AskedGates = {
    gates: texts,
    threshold,
    championRule: request.champion,
    vocabulary: gateVocabulary(task, Object.keys(customMetrics))
  }
  return { gates, needs: mergeNeeds(checkedGates(gates).map(gate => gateNeeds(gate.root))), customMetrics }
}

function mergeNeeds(needs: readonly GateNeeds[]): GateNeeds {
  return {
    metrics: [...new Set(needs.flatMap(need => [...need.metrics]))],
    slices: [...new Set(needs.flatMap(need => [...need.slices]))],
    compared: [...new Set(needs.flatMap(need => [...need.compared]))],
    sizeBytes: needs.some(need => need.sizeBytes),
    latency: needs.some(need => need.latency)
  }
}

/** Which way is better for the metric a task is judged by. */
export function primaryOf(task: 'classification' | 'regression'): {
  name: string
  direction: 'higher' | 'lower'
} {
  const { name } = primaryMetricOf(task)
  return { name, direction: metricOf(task, name)?.direction === 'lower' ? 'lower' : 'higher' }
}
