import { phrase } from '../text/phrase.js'
import { boosters } from './algorithms.js'
import { hyperparametersOf, type Domain } from './hyperparameter-domains.js'
import { unknownHyperparameter } from './hyperparameter-faults.js'
import { valueText } from './explain-issue.js'
import { fault, faultAt, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'
import { isOfKind, kindsText } from './value-kind.js'

type Tuning = NonNullable<RequestDraft['tuning']>
type Range = Tuning['ranges'][string]

/** What is wrong with a search for hyperparameters: its size, its strategy, and ranges outside the algorithm's domains. */
export function tuningFaults(request: RequestDraft): readonly RequestFault[] {
  const { tuning } = request
  if (tuning === undefined) return []
  return [
    ...sizeFaults(tuning),
    ...strategyFaults(tuning, request),
    ...Object.entries(tuning.ranges).flatMap(([name, range]) => rangeFaults(request, name, range))
  ]
}

function sizeFaults({ max_jobs: maxJobs, parallel }: Tuning): RequestFault[] {
  if (maxJobs === undefined || parallel === undefined || parallel <= maxJobs) return []
  return [fault('tuning.parallel', phrase`parallel is ${parallel}, more than max_jobs (${maxJobs})`)]
}

function strategyFaults({ strategy, ranges }: Tuning, { algorithm }: RequestDraft): RequestFault[] {
  const faults: RequestFault[] = []
  const stopsEarly =
    algorithm === undefined ||
    boosters.includes(algorithm) ||
    algorithm === 'script' ||
    algorithm.startsWith('sagemaker:')
  if (strategy === 'hyperband' && !stopsEarly) {
    const hint = phrase`Use random or bayesian; hyperband is for: ${boosters.join(', ')}, script.`
    faults.push(
      fault('tuning.strategy', phrase`hyperband stops trainings early, and ${algorithm} cannot be`, hint)
    )
  }
  if (strategy !== 'grid') return faults
  const open = Object.entries(ranges).filter(([, range]) => range.values === undefined)
  const hint = phrase`Write "values: [...]", or use the strategy random.`
  return [
    ...faults,
    ...open.map(([name]) =>
      faultAt(['tuning', 'ranges', name], phrase`a grid needs the values of "${name}"`, hint)
    )
  ]
}

function rangeFaults(request: RequestDraft, name: string, range: Range): RequestFault[] {
  const { algorithm, task, hyperparameters = {} } = request
  const path = ['tuning', 'ranges', name]
  const faults: RequestFault[] = []
  if (Object.hasOwn(hyperparameters, name)) {
    const message = phrase`"${name}" is both fixed in hyperparameters and tuned`
    faults.push(faultAt(path, message, phrase`Keep one of the two.`))
  }
  if (range.scaling !== undefined && range.values !== undefined)
    faults.push(faultAt([...path, 'scaling'], phrase`scaling is for min and max, not for values`))
  const known = algorithm === undefined ? undefined : hyperparametersOf(algorithm, task)
  if (known === undefined || algorithm === undefined) return faults
  const domain = known.domains.get(known.aliases.get(name) ?? name)
  if (domain === undefined) return [...faults, unknownHyperparameter(known, { algorithm, name, path })]
  return [...faults, ...domainFaults({ algorithm, name, domain }, range, path)]
}

interface Subject {
  readonly algorithm: string
  readonly name: string
  readonly domain: Domain
}

function domainFaults(
  { algorithm, name, domain }: Subject,
  range: Range,
  path: readonly PropertyKey[]
): RequestFault[] {
  const numeric = domain.filter(kind => kind.type === 'whole' || kind.type === 'number')
  if (range.values === undefined && numeric.length === 0) {
    const hint = phrase`Write "values: [...]".`
    return [faultAt(path, phrase`"${name}" of ${algorithm} is no number: min and max say nothing`, hint)]
  }
  const kinds = range.values === undefined ? numeric : domain
  const tried: [PropertyKey[], unknown][] =
    range.values === undefined
      ? [
          [['min'], range.min],
          [['max'], range.max]
        ]
      : range.values.map((value, index) => [['values', index], value])
  return tried
    .filter(([, value]) => !kinds.some(kind => isOfKind(value, kind)))
    .map(([step, value]) => {
      const message = phrase`"${name}" of ${algorithm} must be ${kindsText(kinds)}, not ${valueText(value)}`
      return faultAt([...path, ...step], message)
    })
}
