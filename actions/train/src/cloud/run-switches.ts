import { StopSwitch, type StopReason } from '../stop-switch.js'

/** What ends a run from outside, and what only ends the waiting for it. */
export class RunSwitches {
  /** Ends the run. */
  private readonly halt: StopSwitch
  /** Ends the waiting. */
  private readonly patience: StopSwitch
  private readonly waits: boolean

  constructor(
    cancelled: AbortSignal,
    { wait, waitTimeoutSeconds }: { readonly wait: boolean; readonly waitTimeoutSeconds: number | undefined }
  ) {
    this.halt = new StopSwitch(cancelled, undefined)
    this.patience = new StopSwitch(this.halt.signal, waitTimeoutSeconds)
    this.waits = wait
  }

  press(reason: StopReason): void {
    this.halt.press(reason)
  }

  isHalted(): boolean {
    return this.halt.signal.aborted
  }

  get reason(): StopReason {
    return this.halt.reason
  }

  /** Given when the run is to end. */
  get halted(): AbortSignal {
    return this.halt.signal
  }

  /** Given when the run is to end, or the time to wait is over. */
  get impatient(): AbortSignal {
    return this.patience.signal
  }

  /** Given when the job is not followed any more; at once where nobody waits. */
  get leaving(): AbortSignal {
    return this.waits ? this.impatient : AbortSignal.abort()
  }

  release(): void {
    this.patience.release()
    this.halt.release()
  }
}
