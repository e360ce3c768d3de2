import { parseDurationSeconds } from './duration.js'
import { phrase } from '../text/phrase.js'
import { fault, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'

/** Spot training that may run longer than this must be able to go on from a checkpoint. */
export const LONGEST_SPOT_WITHOUT_CHECKPOINTS_SECONDS = 3600

type Compute = NonNullable<RequestDraft['compute']>
type Check = (compute: Compute, request: RequestDraft) => readonly RequestFault[]

/** Every contradiction in the `compute` section of a request. */
export function computeFaults(request: RequestDraft): readonly RequestFault[] {
  const { compute } = request
  if (compute === undefined) return []
  return [timeFaults, imageFaults, instanceFaults].flatMap(check => check(compute, request))
}

const timeFaults: Check = ({ max_runtime: longest, max_wait: patience, spot, backend, checkpoints }) => {
  const faults: RequestFault[] = []
  const [runtime, wait] = [longest, patience].map(text =>
    text === undefined ? undefined : parseDurationSeconds(text)
  )
  if (wait !== undefined && spot !== true) {
    faults.push(
      fault(
        'compute.max_wait',
        phrase`max_wait is only for spot training`,
        phrase`Add "spot: true", or remove max_wait.`
      )
    )
  }
  if (runtime !== undefined && wait !== undefined && wait < runtime) {
    faults.push(
      fault(
        'compute.max_wait',
        phrase`max_wait is shorter than max_runtime`,
        phrase`max_wait covers waiting and running: make it at least max_runtime.`
      )
    )
  }
  if (spot === true && backend === 'local') {
    faults.push(fault('compute.spot', phrase`spot is only for backend sagemaker`))
  }
  const mayRun = runtime ?? Infinity
  if (spot === true && checkpoints === false && mayRun > LONGEST_SPOT_WITHOUT_CHECKPOINTS_SECONDS) {
    faults.push(
      fault(
        'compute.checkpoints',
        phrase`spot training of more than an hour without checkpoints may start over again and again`,
        phrase`Remove "checkpoints: false", set max_runtime to at most 1h, or remove spot.`
      )
    )
  }
  return faults
}

const imageFaults: Check = (compute, { algorithm }) => {
  const faults: RequestFault[] = []
  const { framework, framework_version: version, image_uri: image } = compute
  if (image !== undefined && framework !== undefined) {
    faults.push(
      fault(
        'compute.image_uri',
        phrase`image_uri and framework both choose the image`,
        phrase`Keep one of the two.`
      )
    )
  }
  if (version !== undefined && framework === undefined) {
    faults.push(
      fault(
        'compute.framework_version',
        phrase`framework_version needs a framework`,
        phrase`Add a line such as "framework: sklearn".`
      )
    )
  }
  if (compute.launcher === 'toolkit' && algorithm !== undefined && algorithm !== 'script') {
    faults.push(
      fault('compute.launcher', phrase`"launcher: toolkit" is only for algorithm script, not ${algorithm}`)
    )
  }
  return faults
}

const instanceFaults: Check = (
  { instance_count: count, launcher, backend, data_distribution: distribution },
  { algorithm }
) => {
  if (count === undefined || count === 1) {
    if (distribution !== 'sharded') return []
    return [
      fault(
        'compute.data_distribution',
        phrase`there is one instance, which has all of the data`,
        phrase`Set instance_count, or remove data_distribution.`
      )
    ]
  }
  if (algorithm === undefined) return []
  if (backend === 'local') {
    return [
      fault(
        'compute.instance_count',
        phrase`the runner is one machine: instance_count is only for backend sagemaker`,
        phrase`Remove instance_count, or write "backend: sagemaker".`
      )
    ]
  }
  if (algorithm !== 'script') {
    return [
      fault('compute.instance_count', phrase`${algorithm} trains on one instance; more would only cost more`)
    ]
  }
  if (launcher === 'toolkit') return []
  return [
    fault(
      'compute.instance_count',
      phrase`several instances need the toolkit, which tells the program about the others`,
      phrase`Add "launcher: toolkit", or remove instance_count.`
    )
  ]
}
