import { setTimeout as delay } from 'node:timers/promises'

const LONGEST_TIMER_MS = 50

/** A job's own time: that of the server while a program runs, and faster where the job only waits. */
export class JobClock {
  readonly #now: () => Date
  #realMs: number
  #jobMs: number
  #rate = 1
  /** A process that is held up does not let a job pass more time than it was to. */
  #latest = Infinity

  constructor(now: () => Date) {
    this.#now = now
    this.#realMs = now().getTime()
    this.#jobMs = this.#realMs
  }

  now(): Date {
    const passed = this.#now().getTime() - this.#realMs
    return new Date(Math.floor(Math.min(this.#jobMs + passed * this.#rate, this.#latest)))
  }

  /** Lets so many seconds of the job's time pass, `timeScale` times faster than real ones; ends early on the signal. */
  async pass(seconds: number, timeScale: number, signal: AbortSignal): Promise<void> {
    if (seconds <= 0 || signal.aborted) return
    const end = this.now().getTime() + seconds * 1000
    this.#setRate(timeScale)
    this.#latest = end
    const pause = delay((seconds * 1000) / timeScale, undefined, { signal })
    const isWhole = await pause.then(
      () => true,
      () => false
    )
    this.#setRate(1)
    this.#latest = Infinity
    if (isWhole) this.#jobMs = end
  }

  /** Resolves when the job's time has come to `time`, or on the signal. */
  async reach(time: Date, signal: AbortSignal): Promise<void> {
    for (let left = this.#left(time); left > 0 && !signal.aborted; left = this.#left(time)) {
      const pause = Math.min(Math.max(1, left / this.#rate), LONGEST_TIMER_MS)
      await delay(pause, undefined, { signal }).catch(() => undefined)
    }
  }

  #left(time: Date): number {
    return time.getTime() - this.now().getTime()
  }

  #setRate(rate: number): void {
    this.#jobMs = this.now().getTime()
    this.#realMs = this.#now().getTime()
    this.#rate = rate
  }
}
