/** The present time. */
export interface Clock {
  now(): Date
}
