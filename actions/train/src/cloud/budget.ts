import { billedUsd } from '../../../../shared/src/domain/cost/billed-cost.js'
import { checkBudget } from '../../../../shared/src/domain/cost/check-budget.js'
import { monthOf } from '../../../../shared/src/domain/cost/month-total.js'
import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { endedSentence } from '../../../../shared/src/domain/text/ended-sentence.js'
import { monthSpending } from '../../../../shared/src/training/cloud/month-spending.js'
import type { TrainPorts } from '../ports.js'
import type { CloudPlan } from './plan-run.js'
import type { Refusal } from './refusal.js'

/** USD that earlier jobs of the run were billed. */
export function earlierUsd({ cost }: TrainingRecord): number {
  if (cost === undefined) return 0
  const { usd_per_hour: usdPerHour, instance_count: instanceCount } = cost
  return billedUsd({ usdPerHour, instanceCount, billableSeconds: cost.earlier_billable_seconds ?? 0 })
}

/** Holds a run, whose worst case is in its record already, against the policy's limits; shows the arithmetic. */
export async function refusedByBudget(
  plan: CloudPlan,
  { store, clock, line }: Pick<TrainPorts, 'store' | 'clock' | 'line'>,
  record: TrainingRecord
): Promise<Refusal | undefined> {
  const { max_cost_usd: maxCostUsd, max_cost_usd_per_month: maxCostUsdPerMonth } = plan.policy.limits ?? {}
  const now = clock.now()
  const month =
    maxCostUsdPerMonth === undefined
      ? { month: monthOf(now), billedUsd: 0, reservedUsd: 0, runs: 0 }
      : await monthSpending(store, now, record.training_id)
  const decision = checkBudget(
    plan.worst,
    { maxCostUsd, maxCostUsdPerMonth },
    { thisRunUsd: earlierUsd(record), month }
  )
  const shown = decision.arithmetic.slice(0, maxCostUsdPerMonth === undefined ? 2 : 3)
  for (const text of shown) line(text)
  if (decision.allowed) return undefined
  const why = decision.problems.map(({ place, message }) => `${place}: ${message}`)
  return {
    code: 'over-budget',
    message: [plan.worst.arithmetic, ...why].map(endedSentence).join('\n'),
    hint: decision.problems[0]?.hint
  }
}
