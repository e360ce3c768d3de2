/** One of several pieces of work; `slot` is below the number that run side by side and no two running ones share it. */
export type NumberedTask = (index: number, slot: number, signal: AbortSignal) => Promise<void>

/**
 * Runs tasks 0 to `count - 1`, begun in order, at most `limit` side by side. The first failure aborts `signal`, and is
 * thrown when all that had begun has ended.
 */
export async function inParallel(
  work: { readonly count: number; readonly limit: number; readonly cancelled: AbortSignal },
  task: NumberedTask
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([failed.signal, work.cancelled])
  const failures: unknown[] = []
  let next = 0
  const lane = async (slot: number) => {
    while (next < work.count && !signal.aborted) await task(next++, slot, signal)
  }
  const lanes = Array.from({ length: Math.min(work.limit, work.count) }, (_, slot) =>
    lane(slot).catch((error: unknown) => {
      failures.push(error)
      failed.abort()
    })
  )
  await Promise.all(lanes)
  if (failures.length > 0) throw failures[0]
  work.cancelled.throwIfAborted()
}
