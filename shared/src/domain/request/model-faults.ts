import { phrase, type Phrase } from '../text/phrase.js'
import { boosters, learningTypeOf } from './algorithms.js'
import { fault, type RequestFault } from './request-fault.js'
import { possibleTasks } from './metric-faults.js'
import type { RequestDraft } from './training-request.js'

type Check = (request: RequestDraft) => readonly RequestFault[]

/** Fields that say nothing, or something impossible, for the kind of model that is asked for. */
export const modelFaults: Check = request =>
  [classFaults, treeFaults, preprocessingFaults, validationFaults, rewardFaults].flatMap(check =>
    check(request)
  )

const classFaults: Check = ({ task, positive_class: positive, fairness }) => {
  if (task === undefined || task === 'classification') return []
  const faults: RequestFault[] = []
  if (positive !== undefined)
    faults.push(fault('positive_class', phrase`positive_class is only for classification, not ${task}`))
  if (fairness !== undefined)
    faults.push(fault('fairness', phrase`fairness is only measured for classification, not ${task}`))
  return faults
}

const treeFaults: Check = ({ trees, algorithm }) => {
  if (trees !== 'best' || algorithm === undefined || boosters.includes(algorithm)) return []
  const hint = phrase`Boosted trees: ${boosters.join(', ')}.`
  return [fault('trees', phrase`"trees: best" is only for boosted trees, not ${algorithm}`, hint)]
}

const needFilling: readonly string[] = ['random_forest', 'logistic_regression', 'linear_regression']

const preprocessingFaults: Check = ({ preprocessing, algorithm }) => {
  const faults: RequestFault[] = []
  const { missing, outliers } = preprocessing ?? {}
  if (missing === 'keep' && algorithm !== undefined && needFilling.includes(algorithm)) {
    const hint = phrase`Choose how to fill them, such as "missing: median", or use xgboost.`
    faults.push(fault('preprocessing.missing', phrase`${algorithm} cannot keep missing values`, hint))
  }
  for (const setting of ['action', 'factor'] as const) {
    if (outliers?.method !== 'none' || outliers[setting] === undefined) continue
    const message = phrase`"${setting}" says nothing with "method: none"`
    faults.push(
      fault(`preprocessing.outliers.${setting}`, message, phrase`Remove it, or choose iqr or zscore.`)
    )
  }
  return faults
}

const validationFaults: Check = ({ validation }) =>
  validation?.method === 'none' && validation.folds !== undefined
    ? [fault('validation.folds', phrase`folds without a validation method`)]
    : []

/** Reinforcement learning has states and actions, no columns. */
const columnsOnly = [
  'target',
  'features',
  'sample_id',
  'preprocessing',
  'positive_class',
  'fairness',
  'validation',
  'custom_metrics'
] as const

const rewardFaults: Check = request => {
  const tasks = possibleTasks(request)
  if (tasks.length === 0 || tasks.some(task => learningTypeOf(task) !== 'reinforcement')) return []
  const hint: Phrase = phrase`Remove it: what is learned from are states, actions and rewards.`
  // The two that are only for classification were named above.
  const said: readonly string[] = request.task === undefined ? [] : ['positive_class', 'fairness']
  return columnsOnly
    .filter(field => request[field] !== undefined && !said.includes(field))
    .map(field => fault(field, phrase`${field} has no meaning for reinforcement learning`, hint))
}
