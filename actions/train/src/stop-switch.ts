/** Why a training was stopped from outside. */
export type StopReason = 'cancelled' | 'stop-requested' | 'wait-timeout' | 'taken'

/** Node's timers fire at once beyond this, 24.8 days. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1

/** One signal for all that stops a training; the first reason stands. */
export class StopSwitch {
  readonly signal: AbortSignal
  private readonly controller = new AbortController()
  private readonly cancelled: AbortSignal
  private readonly timer: NodeJS.Timeout | undefined
  private first: StopReason | undefined
  private readonly onCancel = () => this.press('cancelled')

  constructor(cancelled: AbortSignal, waitTimeoutSeconds: number | undefined) {
    this.signal = this.controller.signal
    this.cancelled = cancelled
    if (cancelled.aborted) this.press('cancelled')
    cancelled.addEventListener('abort', this.onCancel)
    if (waitTimeoutSeconds !== undefined) {
      const delay = Math.min(waitTimeoutSeconds * 1000, LONGEST_TIMER_MILLISECONDS)
      this.timer = setTimeout(() => this.press('wait-timeout'), delay).unref()
    }
  }

  get reason(): StopReason {
    return this.first ?? 'cancelled'
  }

  press(reason: StopReason): void {
    this.first ??= reason
    this.controller.abort()
  }

  release(): void {
    clearTimeout(this.timer)
    this.cancelled.removeEventListener('abort', this.onCancel)
  }
}
