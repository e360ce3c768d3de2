import type { Catalog } from '../phrase.js'
import { intake } from './intake.js'
import { request } from './request.js'

/** All diagnostics in Japanese; loaded only where somebody reads Japanese. */
export function japaneseCatalog(): Catalog {
  return new Map([...intake, ...request])
}
