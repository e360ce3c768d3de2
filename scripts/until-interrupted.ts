import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Does the work, unless Ctrl-C or SIGTERM comes first: then `stop` is to end the work, what it comes to is no news,
 * and the exit code says which signal it was. Further signals wait for that.
 */
export async function untilInterrupted(work: () => Promise<void>, stop: () => Promise<void>): Promise<void> {
  const interrupted = new Promise<(typeof SIGNALS)[number]>(resolve => {
    for (const signal of SIGNALS) process.on(signal, resolve)
  })
  const ended = work()
  const signal = await Promise.race([ended, interrupted])
  if (signal === undefined) return
  await Promise.allSettled([stop(), ended])
  process.exitCode = 128 + constants.signals[signal]
}
