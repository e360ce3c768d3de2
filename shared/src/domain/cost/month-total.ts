import type { TrainingRecord } from '../records/training.js'

type Spending = Pick<
  TrainingRecord,
  'training_id' | 'backend' | 'status' | 'started_at' | 'cost' | 'estimated_cost_usd'
>

export interface MonthTotal {
  /** `2026-11`, in UTC. */
  readonly month: string
  readonly billedUsd: number
  /** The worst case of what is still running or was never billed as far as is known. */
  readonly reservedUsd: number
  readonly runs: number
}

/** The calendar month of a time, in UTC: `2026-11`. */
export function monthOf(time: Date): string {
  return time.toISOString().slice(0, 7)
}

/**
 * What the SageMaker runs that started in a month have cost: the bill where it is known, else the worst case, so that
 * runs side by side cannot spend the same money twice. The run `except` is left out: it is the one being decided.
 */
export function monthTotal(records: Iterable<Spending>, month: string, except?: string): MonthTotal {
  let [billed, reserved, runs] = [0, 0, 0]
  for (const record of records) {
    if (record.backend !== 'sagemaker' || record.training_id === except) continue
    if (monthOf(new Date(record.started_at)) !== month) continue
    runs += 1
    const bill = record.cost?.billed_usd
    if (bill === undefined) reserved += record.cost?.worst_case_usd ?? record.estimated_cost_usd ?? 0
    else billed += bill
  }
  return { month, billedUsd: billed, reservedUsd: reserved, runs }
}
