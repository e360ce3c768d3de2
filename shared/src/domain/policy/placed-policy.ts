import type { Policy } from './policy.js'

/** A policy that knows where its fields stand. */
export interface PlacedPolicy {
  readonly policy: Policy
  /** Such as `.github/mlops.yml:4:14`; undefined where the policy has no such field. */
  readonly placeOf: (path: readonly string[]) => string | undefined
}

/** The policy of a repository that has none. */
export const noPolicy: PlacedPolicy = { policy: {}, placeOf: () => undefined }
