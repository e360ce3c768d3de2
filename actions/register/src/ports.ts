import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The outside world of `register`. */
export interface RegisterPorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly temporaryDirectory: string
  /** The commit the workflow runs at. */
  readonly commit: string | undefined
}
