import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'

/** Fields of the request that this release does not act on; who writes one must hear it. */
export function inertRequestFields(request: TrainingRequest): string[] {
  const { compute, allow_substitute: substitute } = request
  const cloud = ['instance_type', 'instance_count', 'spot', 'max_wait'] as const
  const unused = [
    ...cloud.filter(name => compute?.[name] !== undefined).map(name => `compute.${name}`),
    ...(substitute === undefined ? [] : ['allow_substitute'])
  ]
  return unused.map(name => `The request's ${name} has no effect in this release.`)
}
