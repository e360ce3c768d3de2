import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'

const usedLocally: ReadonlySet<string> = new Set(['backend', 'max_runtime'])

/** Fields of the request that a training on the runner does not act on; who writes one must hear it. */
export function inertRequestFields(request: TrainingRequest): string[] {
  const { compute = {}, allow_substitute: substitute } = request
  const unused = [
    ...Object.keys(compute)
      .filter(name => !usedLocally.has(name))
      .map(name => `compute.${name}`),
    ...(substitute === undefined ? [] : ['allow_substitute'])
  ]
  return unused.map(name => `The request's ${name} has no effect on a training on the runner.`)
}
