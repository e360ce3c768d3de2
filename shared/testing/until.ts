import { setTimeout as pause } from 'node:timers/promises'

/** How to wait, where the usual way does not do. */
export interface Waiting {
  /** What is there now, for the error of a wait that was in vain. */
  readonly describe?: () => unknown
  /** Between two looks; default: 5. */
  readonly everyMs?: number
  /** Default: a minute, which is less than a test's own time limit. */
  readonly patienceMs?: number
}

const MINUTE_MS = 60_000

/** Resolves once the condition holds; an Error says what was waited for in vain, and what was seen last. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  { describe, everyMs = 5, patienceMs = MINUTE_MS }: Waiting = {}
): Promise<void> {
  const begun = performance.now()
  while (!(await isSo())) {
    if (performance.now() - begun > patienceMs) {
      const seen = describe === undefined ? '' : `; last seen: ${JSON.stringify(await describe())}`
      throw new Error(`waited ${patienceMs / 1000} s in vain for ${what}${seen}`)
    }
    await pause(everyMs)
  }
}
