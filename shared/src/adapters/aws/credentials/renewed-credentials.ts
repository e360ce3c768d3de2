import type { Clock } from '../../../ports/clock.js'
import type { TemporaryCredentials } from './temporary-credentials.js'

/** New keys are fetched when this share of the life of the old ones is over. */
const RENEW_AFTER = 0.8
/** Keys this close to their end are no good for a request that has yet to be made. */
const LAST_SECONDS = 20

interface Held {
  readonly credentials: TemporaryCredentials
  readonly renewAt: number
}

/** Temporary keys that are renewed before they expire; callers that come at the same time share one renewal. */
export class RenewedCredentials {
  private readonly obtain: () => Promise<TemporaryCredentials>
  private readonly clock: Clock
  private held: Held | undefined
  private renewal: Promise<TemporaryCredentials> | undefined

  constructor(obtain: () => Promise<TemporaryCredentials>, clock: Clock) {
    this.obtain = obtain
    this.clock = clock
  }

  /** Keys that are valid now. A renewal that fails does no harm while the old ones still are. */
  async current(): Promise<TemporaryCredentials> {
    const { held } = this
    if (held !== undefined && this.now() < held.renewAt) return held.credentials
    try {
      return await this.renew()
    } catch (error) {
      const lasts =
        held !== undefined && this.now() < held.credentials.expiration.getTime() - LAST_SECONDS * 1000
      if (lasts) return held.credentials
      throw error
    }
  }

  private renew(): Promise<TemporaryCredentials> {
    this.renewal ??= this.fetch().finally(() => {
      this.renewal = undefined
    })
    return this.renewal
  }

  private async fetch(): Promise<TemporaryCredentials> {
    const begun = this.now()
    const credentials = await this.obtain()
    const life = credentials.expiration.getTime() - begun
    this.held = { credentials, renewAt: begun + life * RENEW_AFTER }
    return credentials
  }

  private now(): number {
    return this.clock.now().getTime()
  }
}
