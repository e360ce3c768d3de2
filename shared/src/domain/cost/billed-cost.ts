import { usdText } from './usd.js'

export interface Billing {
  readonly usdPerHour: number
  readonly instanceCount: number
  /** Seconds one instance was billed for, as SageMaker counts them. */
  readonly billableSeconds: number
}

/** What was billed, before taxes and for instances alone: price × instances × billed seconds, in USD. */
export function billedUsd({ usdPerHour, instanceCount, billableSeconds }: Billing): number {
  return (usdPerHour * instanceCount * billableSeconds) / 3600
}

/** The bill beside what it could have been, as a sentence; with `trainingSeconds` also what spot saved. */
export function billText(
  billing: Billing,
  estimate: { worstCaseUsd: number; trainingSeconds?: number | undefined }
): string {
  const billed = usdText(billedUsd(billing))
  const { trainingSeconds = 0 } = estimate
  const saved = trainingSeconds > 0 ? Math.round((1 - billing.billableSeconds / trainingSeconds) * 100) : 0
  const spot = saved > 0 ? `; spot saved ${saved} %` : ''
  return `Billed ${billing.billableSeconds} s of ${billing.instanceCount === 1 ? '1 instance' : `${billing.instanceCount} instances`}: about ${billed} of at most ${usdText(estimate.worstCaseUsd)}${spot}.`
}
