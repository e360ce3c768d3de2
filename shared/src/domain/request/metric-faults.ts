import type { MetricDefinition } from '../metrics/metric-table.js'
import { metricOf, metricsOf, primaryMetricOf } from '../metrics/metric-table.js'
import type { Task } from '../metrics/task.js'
import { phrase } from '../text/phrase.js'
import { tasksOf } from './algorithms.js'
import { choiceHint } from './explain-issue.js'
import { fault, faultAt, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'

/** The tasks a request may be for: its own, else those of its algorithm. */
export function possibleTasks({ task, algorithm }: RequestDraft): readonly Task[] {
  if (task !== undefined) return [task]
  return algorithm === undefined ? [] : tasksOf(algorithm)
}

/** Thresholds, metrics and margins that the tasks in question do not have or cannot reach. */
export function metricFaults(request: RequestDraft): readonly RequestFault[] {
  return [
    ...thresholdFaults(request),
    ...championFaults(request),
    ...customMetricFaults(request),
    ...unknownMetric(request, ['tuning', 'metric'], request.tuning?.metric)
  ]
}

/** Where the task is still open, a threshold must make sense for one of those it may be. */
function thresholdFaults(request: RequestDraft): RequestFault[] {
  const { evaluation_threshold: threshold } = request
  const [metric, ...others] = possibleTasks(request).map(primaryMetricOf)
  if (metric === undefined || threshold === undefined) return []
  if ([metric, ...others].some(({ lowest, highest }) => threshold >= lowest && threshold <= highest))
    return []
  const message = phrase`${threshold} can never be reached: ${rangeText(metric)}`
  const isShare = metric.highest === 1 && threshold > 1 && threshold <= 100
  return [
    isShare
      ? fault('evaluation_threshold', message, phrase`Did you mean ${threshold / 100}?`)
      : fault('evaluation_threshold', message)
  ]
}

function rangeText({ name, lowest, highest }: MetricDefinition) {
  return highest === Infinity
    ? phrase`${name} is never below ${lowest}`
    : phrase`${name} lies between ${lowest} and ${highest}`
}

function championFaults(request: RequestDraft): RequestFault[] {
  const { champion, task } = request
  if (champion === undefined) return []
  const faults = unknownMetric(request, ['champion', 'metric'], champion.metric)
  if (champion.require === 'non_inferiority' && champion.margin === undefined) {
    const hint = phrase`Say how much worse is still acceptable, such as "margin: 0.01".`
    faults.push(fault('champion', phrase`non_inferiority needs a margin`, hint))
  }
  const metric = task === undefined ? undefined : metricOf(task, champion.metric)
  if (metric === undefined || champion.margin === undefined) return faults
  if (metric.direction === 'zero') {
    const message = phrase`"${metric.name}" is best at 0, neither high nor low, and cannot be compared this way`
    faults.push(fault('champion.metric', message))
  }
  if (champion.margin >= metric.highest - metric.lowest) {
    const message = phrase`a margin of ${champion.margin} allows anything: ${rangeText(metric)}`
    faults.push(fault('champion.margin', message))
  }
  return faults
}

/** A program of the user's own reports what it likes; for all others the metrics are known. */
function unknownMetric(
  request: RequestDraft,
  path: readonly PropertyKey[],
  name: string | undefined
): RequestFault[] {
  const tasks = possibleTasks(request)
  const own = Object.keys(request.custom_metrics ?? {})
  const isOpen = tasks.length === 0 || (path[0] === 'tuning' && isOwnProgram(request))
  if (name === undefined || isOpen || own.includes(name)) return []
  if (tasks.some(task => metricOf(task, name) !== undefined)) return []
  const known = [...new Set([...own, ...tasks.flatMap(task => metricsOf(task).map(metric => metric.name))])]
  return [faultAt(path, phrase`${tasks.join(', ')} has no metric "${name}"`, choiceHint(name, known))]
}

function isOwnProgram({ algorithm }: RequestDraft): boolean {
  return algorithm === 'script' || algorithm?.startsWith('sagemaker:') === true
}

/** Where the task is still open, the data decide it after the request was accepted. */
function customMetricFaults(request: RequestDraft): RequestFault[] {
  const tasks = possibleTasks(request)
  return Object.keys(request.custom_metrics ?? {})
    .filter(name => tasks.some(task => metricOf(task, name) !== undefined))
    .map(name =>
      faultAt(['custom_metrics', name], phrase`"${name}" is a built-in metric`, phrase`Choose another name.`)
    )
}
