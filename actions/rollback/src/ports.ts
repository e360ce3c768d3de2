import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The outside world of `rollback`. */
export interface RollbackPorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly temporaryDirectory: string
}
