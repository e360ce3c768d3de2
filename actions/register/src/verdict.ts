import type { RegisterInputs } from './inputs.js'
import type { RegisterOutcome } from './outcome.js'

/** What was decided, and the sentence that says so. */
export type Verdict = Pick<RegisterOutcome, 'decision' | 'reasonCode' | 'message'>

/** What is said of a version that is in the registry now. */
export function verdictOf(inputs: RegisterInputs, version: string): Verdict {
  if (inputs.approval === 'manual') {
    return {
      decision: 'pending-approval',
      reasonCode: 'awaiting-approval',
      message: `${version} waits for approval: /mlops approve ${version}`
    }
  }
  return inputs.promote
    ? {
        decision: 'registered',
        reasonCode: 'registered-production',
        message: `${version} is registered and in production.`
      }
    : {
        decision: 'registered',
        reasonCode: 'registered-candidate',
        message: `${version} is registered as candidate.`
      }
}
