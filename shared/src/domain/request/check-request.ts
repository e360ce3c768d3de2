import { metricOf, primaryMetricOf } from '../metrics/metric-table.js'
import { boosters, learningTypeOf, tasksOf } from './algorithms.js'
import { computeFaults } from './compute-faults.js'
import { fault, type RequestFault } from './request-fault.js'
import type { TrainingRequest } from './training-request.js'

type Check = (request: TrainingRequest) => readonly RequestFault[]

/** Every contradiction between the fields of a complete request. */
export function checkRequest(request: TrainingRequest): readonly RequestFault[] {
  const checks: readonly Check[] = [
    taskFaults,
    columnFaults,
    thresholdFaults,
    tuningFaults,
    computeFaults,
    modelFaults
  ]
  return checks.flatMap(check => check(request))
}

const taskFaults: Check = ({ algorithm, task, learning_type: learningType }) => {
  const possible = tasksOf(algorithm)
  if (task !== undefined && !possible.includes(task)) {
    return [
      fault(
        'task',
        `"${algorithm}" cannot be trained for ${task}`,
        `It can be trained for: ${possible.join(', ')}.`
      )
    ]
  }
  const types = new Set((task === undefined ? possible : [task]).map(learningTypeOf))
  if (learningType === undefined || types.has(learningType)) return []
  const subject = task === undefined ? `"${algorithm}"` : `the task ${task}`
  return [
    fault(
      'learning_type',
      `${subject} is ${[...types].join(' or ')}, not ${learningType}`,
      'Leave learning_type out, or change it.'
    )
  ]
}

const columnFaults: Check = ({ features, target, sample_id: sampleId }) => {
  const faults: RequestFault[] = []
  const columns: readonly string[] = features ?? []
  const remedy = 'Remove it from features.'
  const at = (name: string) => `features.${columns.indexOf(name)}`
  if (target !== undefined && columns.includes(target)) {
    faults.push(fault(at(target), `the target "${target}" cannot be a feature`, remedy))
  }
  if (sampleId !== undefined && columns.includes(sampleId)) {
    faults.push(fault(at(sampleId), `the sample id "${sampleId}" cannot be a feature`, remedy))
  }
  if (target !== undefined && target === sampleId)
    faults.push(fault('sample_id', 'sample_id and target name the same column'))
  return faults
}

const thresholdFaults: Check = ({ task, evaluation_threshold: threshold, champion }) => {
  const faults: RequestFault[] = []
  const metric = task === undefined ? undefined : primaryMetricOf(task)
  if (
    metric !== undefined &&
    threshold !== undefined &&
    (threshold < metric.lowest || threshold > metric.highest)
  ) {
    const range = `${metric.name} lies between ${metric.lowest} and ${metric.highest}`
    faults.push(
      fault(
        'evaluation_threshold',
        `${threshold} can never be reached: ${range}`,
        shareHint(threshold, metric.highest)
      )
    )
  }
  if (champion?.require === 'non_inferiority' && champion.margin === undefined) {
    faults.push(
      fault(
        'champion',
        'non_inferiority needs a margin',
        'Say how much worse is still acceptable, such as "margin: 0.01".'
      )
    )
  }
  return faults
}

function shareHint(threshold: number, highest: number): string | undefined {
  return highest === 1 && threshold > 1 && threshold <= 100 ? `Did you mean ${threshold / 100}?` : undefined
}

const tuningFaults: Check = ({ tuning, hyperparameters = {} }) => {
  if (tuning === undefined) return []
  const faults = Object.keys(tuning.ranges)
    .filter(name => Object.hasOwn(hyperparameters, name))
    .map(name =>
      fault(
        `tuning.ranges.${name}`,
        `"${name}" is both fixed in hyperparameters and tuned`,
        'Keep one of the two.'
      )
    )
  const { max_jobs: maxJobs, parallel } = tuning
  if (maxJobs !== undefined && parallel !== undefined && parallel > maxJobs) {
    faults.push(fault('tuning.parallel', `parallel is ${parallel}, more than max_jobs (${maxJobs})`))
  }
  return faults
}

const modelFaults: Check = request => {
  const faults: RequestFault[] = []
  const { task, algorithm, validation } = request
  const classifies = task === undefined || task === 'classification'
  if (request.positive_class !== undefined && !classifies)
    faults.push(fault('positive_class', `positive_class is only for classification, not ${task}`))
  if (request.fairness !== undefined && !classifies)
    faults.push(fault('fairness', `fairness is only measured for classification, not ${task}`))
  if (request.trees === 'best' && !boosters.includes(algorithm)) {
    faults.push(
      fault(
        'trees',
        `"trees: best" is only for boosted trees, not ${algorithm}`,
        `Boosted trees: ${boosters.join(', ')}.`
      )
    )
  }
  if (validation?.method === 'none' && validation.folds !== undefined)
    faults.push(fault('validation.folds', 'folds without a validation method'))
  for (const name of Object.keys(request.custom_metrics ?? {})) {
    if (task !== undefined && metricOf(task, name) !== undefined) {
      faults.push(fault(`custom_metrics.${name}`, `"${name}" is a built-in metric`, 'Choose another name.'))
    }
  }
  return faults
}
