import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'

const LONGEST_TIMER_MS = 50

/** A moment of a job's time that something waits for. */
interface Appointment {
  readonly time: number
  readonly keep: () => void
}

/**
 * A job's own time: that of the server while a program runs, and faster where the job only waits.
 * What is to happen at a moment of it happens there, in order, however fast the time passes.
 */
export class JobClock {
  readonly #now: () => Date
  readonly #appointments = new Set<Appointment>()
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
    const end = this.now().getTime() + Math.max(0, seconds) * 1000
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      if (!(await this.#passTo(next.time, timeScale, signal))) return
      this.#keep(next)
      await turn()
    }
    await this.#passTo(end, timeScale, signal)
  }

  /** Resolves when the job's time has come to `time`, or on the signal. */
  async reach(time: Date, signal: AbortSignal): Promise<void> {
    const kept = new AbortController()
    const over = AbortSignal.any([signal, kept.signal])
    const appointment = { time: time.getTime(), keep: () => kept.abort() }
    this.#appointments.add(appointment)
    for (let left = this.#left(time); left > 0 && !over.aborted; left = this.#left(time)) {
      const pause = Math.min(Math.max(1, left / this.#rate), LONGEST_TIMER_MS)
      await delay(pause, undefined, { signal: over }).catch(() => undefined)
    }
    this.#appointments.delete(appointment)
  }

  #left(time: Date): number {
    return time.getTime() - this.now().getTime()
  }

  #nextUntil(end: number): Appointment | undefined {
    const due = [...this.#appointments].filter(({ time }) => time <= end)
    return due.sort((one, other) => one.time - other.time)[0]
  }

  #keep(appointment: Appointment): void {
    this.#appointments.delete(appointment)
    appointment.keep()
  }

  /** Whether the job's time has come there before the signal. */
  async #passTo(time: number, timeScale: number, signal: AbortSignal): Promise<boolean> {
    const left = time - this.now().getTime()
    if (left <= 0 || signal.aborted) return !signal.aborted
    this.#setRate(timeScale)
    this.#latest = time
    const pause = delay(left / timeScale, undefined, { signal })
    const isThere = await pause.then(
      () => true,
      () => false
    )
    this.#setRate(1)
    this.#latest = Infinity
    if (isThere) this.#jobMs = time
    return isThere
  }

  #setRate(rate: number): void {
    this.#jobMs = this.now().getTime()
    this.#realMs = this.#now().getTime()
    this.#rate = rate
  }
}
