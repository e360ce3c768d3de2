import type { ComputeSettings } from '../sagemaker/compute-settings.js'
import type { InstancePrice } from './instance-price.js'
import { roundUpCents, usdText } from './usd.js'

export interface WorstCase {
  readonly usd: number
  /** The calculation as a sentence. */
  readonly arithmetic: string
}

type Bounds = Pick<ComputeSettings, 'instanceCount' | 'spot' | 'maxRuntimeSeconds' | 'maxWaitSeconds'>

/**
 * The most a training may cost: price × instances × longest time. A spot training that is interrupted again and again may
 * run for all of its max_wait, and no discount is promised, so that is what counts for spot, at the full price.
 */
export function worstCase(price: InstancePrice, bounds: Bounds): WorstCase {
  const waits = bounds.spot && bounds.maxWaitSeconds !== undefined
  const seconds = waits ? bounds.maxWaitSeconds : bounds.maxRuntimeSeconds
  const usd = roundUpCents((price.usdPerHour * bounds.instanceCount * seconds) / 3600)
  const instances = bounds.instanceCount === 1 ? '1 instance' : `${bounds.instanceCount} instances`
  const time = `${hoursText(seconds)} (${waits ? 'max_wait' : 'max_runtime'})`
  const arithmetic = `${price.usdPerHour} USD per hour of ${price.instanceType} × ${instances} × ${time} = at most ${usdText(usd)} (${price.source})`
  return { usd, arithmetic }
}

function hoursText(seconds: number): string {
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
  return `${Number((seconds / 3600).toFixed(2))} h`
}
