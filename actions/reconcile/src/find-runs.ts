import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** How far back runs are looked at: longer than a training job may last, 28 days, and wait. */
const WINDOW_DAYS = 45
const DAY_MS = 86_400_000
const DAYS_AT_ONCE = 8
const RECORD = /^runs\/(train-\d{8}-\d{6}-[0-9a-f]{8}(?:-\d{1,4})?)\/(training|decision)\.json$/

/** The runs of the last 45 days that have a training record and no decision, newest first. Only keys are read. */
export async function findRuns(store: ObjectStore, now: Date): Promise<string[]> {
  const found: string[] = []
  for (let day = 0; day <= WINDOW_DAYS; day += DAYS_AT_ONCE) {
    const days = Array.from(
      { length: Math.min(DAYS_AT_ONCE, WINDOW_DAYS + 1 - day) },
      (_, index) => day + index
    )
    const lists = await Promise.all(days.map(ago => openRunsOf(store, dayBefore(now, ago))))
    found.push(...lists.flat())
  }
  return found
}

/** `YYYYMMDD`, as runs are named. */
function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')
}

async function openRunsOf(store: ObjectStore, day: string): Promise<string[]> {
  const [trained, decided] = [new Set<string>(), new Set<string>()]
  for await (const { key } of store.list(`runs/train-${day}`)) {
    const [, id, record] = RECORD.exec(key) ?? []
    if (id !== undefined) (record === 'training' ? trained : decided).add(id)
  }
  return [...trained]
    .filter(id => !decided.has(id))
    .sort()
    .reverse()
}
