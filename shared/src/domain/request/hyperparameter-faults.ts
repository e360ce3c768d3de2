import { nearestName } from '../text/nearest-name.js'
import { phrase, type Phrase } from '../text/phrase.js'
import { valueText } from './explain-issue.js'
import { hyperparametersOf, type Hyperparameters } from './hyperparameter-domains.js'
import { faultAt, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'
import { numberRemedy } from './unit-remedy.js'
import { isOfKind, kindsText } from './value-kind.js'

type Values = Readonly<Record<string, unknown>>

/** Where what is usually a hyperparameter is said in a request. */
const elsewhere: ReadonlyMap<string, Phrase> = new Map([
  ['seed', phrase`The field seed of the request sets it.`],
  ['random_state', phrase`The field seed of the request sets it.`],
  ['n_jobs', phrase`The threads follow from the machine.`],
  ['nthread', phrase`The threads follow from the machine.`],
  ['num_class', phrase`It follows from the data.`],
  ['missing', phrase`preprocessing.missing sets it.`]
])

/** Hyperparameters the algorithm does not know, or not with these values, alone and together. */
export function hyperparameterFaults({
  algorithm,
  task,
  hyperparameters = {}
}: RequestDraft): readonly RequestFault[] {
  if (algorithm === undefined) return []
  return valueFaults({ algorithm, task, values: hyperparameters, base: ['hyperparameters'] })
}

interface Asked {
  readonly algorithm: string
  readonly task: RequestDraft['task']
  readonly values: Values
  /** Where the values stand. */
  readonly base: readonly PropertyKey[]
}

/** The faults of hyperparameters that stand anywhere in a request. */
export function valueFaults({ algorithm, task, values, base }: Asked): readonly RequestFault[] {
  const known = hyperparametersOf(algorithm, task)
  if (known === undefined) return []
  const faults = Object.entries(values).flatMap(([name, value]) =>
    oneFault(known, { algorithm, name, value, path: [...base, name] })
  )
  return faults.length > 0 ? faults : togetherFaults(algorithm, values, base)
}

interface Given {
  readonly algorithm: string
  readonly name: string
  readonly value: unknown
  readonly path: readonly PropertyKey[]
}

function oneFault(known: Hyperparameters, { algorithm, name, value, path }: Given): RequestFault[] {
  const domain = known.domains.get(known.aliases.get(name) ?? name)
  if (domain === undefined) return [unknownHyperparameter(known, { algorithm, name, path })]
  if (domain.some(kind => isOfKind(value, kind))) return []
  const isNumeric = domain.some(({ type }) => type === 'whole' || type === 'number')
  const remedy = isNumeric && typeof value === 'string' ? numberRemedy(value) : undefined
  const message = phrase`"${name}" of ${algorithm} must be ${kindsText(domain)}, not ${valueText(value)}`
  return [faultAt(path, message, remedy)]
}

/** A name the algorithm does not know, with the nearest one it does. */
export function unknownHyperparameter(
  known: Hyperparameters,
  { algorithm, name, path }: Omit<Given, 'value'>
): RequestFault {
  const names = [...known.domains.keys()]
  const nearest = nearestName(name, [...names, ...known.aliases.keys()])
  const guess =
    nearest === undefined
      ? phrase`It knows: ${names.join(', ')}.`
      : phrase`Did you mean "${nearest}"? It knows: ${names.join(', ')}.`
  return faultAt(path, phrase`${algorithm} has no hyperparameter "${name}"`, elsewhere.get(name) ?? guess)
}

interface Contradiction {
  readonly algorithm: string
  readonly name: string
  readonly applies: (value: (name: string) => unknown) => boolean
  readonly message: Phrase
  readonly hint: Phrase
}

const isGiven = (value: unknown) =>
  value !== undefined && value !== null && value !== 'null' && value !== 'None'

const contradictions: readonly Contradiction[] = [
  {
    algorithm: 'random_forest',
    name: 'max_samples',
    applies: value => isGiven(value('max_samples')) && String(value('bootstrap')).toLowerCase() === 'false',
    message: phrase`max_samples needs "bootstrap: true"`,
    hint: phrase`Remove one of the two.`
  },
  {
    algorithm: 'linear_regression',
    name: 'positive',
    applies: value => Number(value('alpha') ?? 0) > 0 && String(value('positive')).toLowerCase() === 'true',
    message: phrase`positive needs "alpha: 0"`,
    hint: phrase`Remove one of the two.`
  },
  {
    algorithm: 'logistic_regression',
    name: 'solver',
    applies: value =>
      (value('penalty') === 'l1' || value('penalty') === 'elasticnet') &&
      isGiven(value('solver')) &&
      value('solver') !== 'saga',
    message: phrase`the penalties l1 and elasticnet need the solver saga`,
    hint: phrase`Remove solver, or write "solver: saga".`
  },
  {
    algorithm: 'logistic_regression',
    name: 'l1_ratio',
    applies: value => (value('penalty') === 'elasticnet') !== isGiven(value('l1_ratio')),
    message: phrase`"penalty: elasticnet" and l1_ratio go together`,
    hint: phrase`Give both or neither.`
  },
  {
    algorithm: 'xgboost',
    name: 'grow_policy',
    applies: value =>
      value('grow_policy') === 'lossguide' && ['exact', 'auto'].includes(String(value('tree_method'))),
    message: phrase`"grow_policy: lossguide" needs tree_method hist or approx`,
    hint: phrase`Remove tree_method.`
  },
  {
    algorithm: 'xgboost',
    name: 'base_score',
    applies: value =>
      ['count:poisson', 'reg:gamma', 'reg:tweedie'].includes(String(value('objective'))) &&
      isGiven(value('base_score')) &&
      Number(value('base_score')) <= 0,
    message: phrase`base_score must be above 0 for this objective`,
    hint: phrase`Remove base_score.`
  }
]

function togetherFaults(algorithm: string, values: Values, base: readonly PropertyKey[]): RequestFault[] {
  const value = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
  return [
    ...twiceFaults(algorithm, values, base),
    ...contradictions
      .filter(rule => rule.algorithm === algorithm && rule.applies(value))
      .map(({ name, message, hint }) => faultAt([...base, name], message, hint))
  ]
}

function twiceFaults(algorithm: string, values: Values, base: readonly PropertyKey[]): RequestFault[] {
  const aliases = hyperparametersOf(algorithm, undefined)?.aliases ?? new Map<string, string>()
  const spelledBy = new Map<string, string>()
  return Object.keys(values).flatMap(spelled => {
    const name = aliases.get(spelled) ?? spelled
    const other = spelledBy.get(name)
    spelledBy.set(name, spelled)
    const message = phrase`"${other ?? ''}" and "${spelled}" are the same hyperparameter`
    return other === undefined ? [] : [faultAt([...base, spelled], message, phrase`Remove one of the two.`)]
  })
}
