import { readRecord } from '../../action/record-store.js'
import { monthOf, monthTotal, type MonthTotal } from '../../domain/cost/month-total.js'
import { trainingRecord, type TrainingRecord } from '../../domain/records/training.js'
import type { ObjectStore } from '../../ports/object-store.js'

const AT_ONCE = 16

/** What the runs of this month have cost, or still may; the run `except` is left out. */
export async function monthSpending(store: ObjectStore, now: Date, except: string): Promise<MonthTotal> {
  const records: TrainingRecord[] = []
  // A run is named by the time it was asked for, which may have been a month before it started.
  for (const month of [monthBefore(now), monthOf(now)]) {
    const keys = await trainingRecordsOf(store, month)
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const read = keys.slice(from, from + AT_ONCE).map(key => readRecord(store, key, trainingRecord))
      for (const found of await Promise.all(read)) if (found !== undefined) records.push(found.value)
    }
  }
  return monthTotal(records, monthOf(now), except)
}

function monthBefore(now: Date): string {
  return monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)))
}

/** Their keys, by the month in the names of the runs. */
async function trainingRecordsOf(store: ObjectStore, month: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(`runs/train-${month.replace('-', '')}`))
    if (key.endsWith('/training.json')) keys.push(key)
  return keys
}
