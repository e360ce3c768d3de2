import type { Problem } from '../../errors.js'
import type { MonthTotal } from './month-total.js'
import { roundUpCents, usdText } from './usd.js'
import type { WorstCase } from './worst-case.js'

export interface Budget {
  readonly maxCostUsd: number | undefined
  readonly maxCostUsdPerMonth: number | undefined
}

export interface Spent {
  /** Bills of the run's earlier attempts. */
  readonly thisRunUsd: number
  readonly month: MonthTotal
}

export type BudgetDecision =
  | { readonly allowed: true; readonly arithmetic: readonly string[] }
  | { readonly allowed: false; readonly arithmetic: readonly string[]; readonly problems: readonly Problem[] }

/** Whether a training may be started: its worst case and what is spent already against the policy's limits. */
export function checkBudget(worst: WorstCase, budget: Budget, { thisRunUsd, month }: Spent): BudgetDecision {
  const run = sum('This run', worst.usd, thisRunUsd, budget.maxCostUsd)
  const all = sum(
    `All runs of ${month.month} (UTC)`,
    worst.usd,
    thisRunUsd + month.billedUsd + month.reservedUsd,
    budget.maxCostUsdPerMonth
  )
  const arithmetic = [worst.arithmetic, run.text, all.text]
  const problems = [
    ...(run.exceeds ? [tooExpensive('max_cost_usd', run.text, RUN_HINT)] : []),
    ...(all.exceeds ? [tooExpensive('max_cost_usd_per_month', all.text, MONTH_HINT)] : [])
  ]
  return problems.length === 0 ? { allowed: true, arithmetic } : { allowed: false, arithmetic, problems }
}

const RUN_HINT =
  'Shorten compute.max_runtime (and max_wait), choose a smaller instance_type, or raise the limit in .github/mlops.yml.'
const MONTH_HINT =
  'Wait for running trainings, whose worst case counts until they are billed, or raise the limit in .github/mlops.yml.'

function sum(what: string, worstUsd: number, spentUsd: number, limit: number | undefined) {
  const total = roundUpCents(worstUsd + spentUsd)
  const amount =
    spentUsd > 0 ? `${usdText(spentUsd)} so far + ${usdText(worstUsd)} = ${usdText(total)}` : usdText(total)
  return {
    text:
      limit === undefined
        ? `${what}: ${amount}, no limit is set`
        : `${what}: ${amount}, limit ${usdText(limit)}`,
    exceeds: limit !== undefined && total > limit
  }
}

function tooExpensive(limit: string, text: string, hint: string): Problem {
  return { place: `limits.${limit}`, message: `the training may cost too much. ${text}`, hint }
}
