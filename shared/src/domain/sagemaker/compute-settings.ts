import { parseSizeBytes } from '../request/byte-size.js'
import { parseDurationSeconds } from '../request/duration.js'
import type { TrainingRequest } from '../request/training-request.js'

/** Used where a request names no instance type: SageMaker's smallest that is never short of memory for the kit. */
const DEFAULT_INSTANCE_TYPE = 'ml.m5.xlarge'
/** SageMaker's own default. */
const DEFAULT_MAX_RUNTIME_SECONDS = 86_400
const DEFAULT_VOLUME_GB = 30
/** SageMaker's longest, 28 days. */
export const LONGEST_RUNTIME_SECONDS = 2_419_200

/** On what, how long and how a request is trained, with every default filled in. */
export interface ComputeSettings {
  readonly instanceType: string
  readonly instanceCount: number
  /** Whether each instance has all files of the training data, or its share of them. */
  readonly distribution: 'replicated' | 'sharded'
  readonly spot: boolean
  readonly maxRuntimeSeconds: number
  /** Waiting and running together; only for spot. */
  readonly maxWaitSeconds: number | undefined
  readonly volumeSizeGb: number
  readonly checkpoints: boolean
  /** `kit` starts the training kit; `toolkit` leaves the user's program to the image's own toolkit. */
  readonly launcher: 'kit' | 'toolkit'
}

/** Fills in the defaults of `compute`; an `instanceType` given here stands before the request's. */
export function computeSettings(request: TrainingRequest, instanceType?: string): ComputeSettings {
  const { compute = {} } = request
  const spot = compute.spot ?? false
  const maxRuntimeSeconds = seconds(compute.max_runtime) ?? DEFAULT_MAX_RUNTIME_SECONDS
  const patience = Math.max(maxRuntimeSeconds, Math.min(2 * maxRuntimeSeconds, LONGEST_RUNTIME_SECONDS))
  return {
    instanceType: instanceType ?? compute.instance_type ?? DEFAULT_INSTANCE_TYPE,
    instanceCount: compute.instance_count ?? 1,
    distribution: compute.data_distribution ?? 'replicated',
    spot,
    maxRuntimeSeconds,
    maxWaitSeconds: seconds(compute.max_wait) ?? (spot ? patience : undefined),
    volumeSizeGb: gigabytes(compute.volume_size) ?? DEFAULT_VOLUME_GB,
    checkpoints: compute.checkpoints ?? spot,
    launcher: compute.launcher ?? 'kit'
  }
}

/** SageMaker takes whole seconds. */
function seconds(text: string | undefined): number | undefined {
  const parsed = text === undefined ? undefined : parseDurationSeconds(text)
  return parsed === undefined ? undefined : Math.ceil(parsed)
}

function gigabytes(text: string | undefined): number | undefined {
  const bytes = text === undefined ? undefined : parseSizeBytes(text)
  return bytes === undefined ? undefined : Math.ceil(bytes / 1e9)
}
