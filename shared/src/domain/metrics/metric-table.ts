import type { Direction } from './direction.js'
import type { Task } from './task.js'

/** What is known about a metric of a task: its direction and the closed range its values lie in. */
export interface MetricDefinition {
  readonly name: string
  readonly direction: Direction
  readonly lowest: number
  readonly highest: number
  /** The metric `evaluation_threshold` speaks of. */
  readonly primary: boolean
}

const define = (name: string, direction: Direction, lowest: number, highest: number): MetricDefinition => ({
  name,
  direction,
  lowest,
  highest,
  primary: false
})
const share = (name: string) => define(name, 'higher', 0, 1)
const error = (name: string) => define(name, 'lower', 0, Infinity)
const gain = (name: string) => define(name, 'higher', -Infinity, Infinity)
const primary = (metric: MetricDefinition): MetricDefinition => ({ ...metric, primary: true })

const averaged = ['precision', 'recall', 'f1'].flatMap(name => [
  share(name),
  share(`${name}_macro`),
  share(`${name}_weighted`)
])

const classification = [
  primary(share('accuracy')),
  share('balanced_accuracy'),
  ...averaged,
  share('specificity'),
  define('mcc', 'higher', -1, 1),
  share('roc_auc'),
  share('average_precision'),
  error('log_loss'),
  define('brier', 'lower', 0, 2),
  define('ece', 'lower', 0, 1)
]

const regression = [
  primary(error('rmse')),
  error('mae'),
  error('mse'),
  error('mape'),
  error('median_absolute_error'),
  error('max_error'),
  define('r2', 'higher', -Infinity, 1),
  define('explained_variance', 'higher', -Infinity, 1),
  define('bias', 'zero', -Infinity, Infinity)
]

const clustering = [
  primary(define('silhouette', 'higher', -1, 1)),
  define('calinski_harabasz', 'higher', 0, Infinity),
  error('davies_bouldin'),
  error('inertia')
]

const dimensionalityReduction = [primary(share('explained_variance')), error('reconstruction_error')]

const reinforcement = [
  primary(gain('mean_return')),
  gain('exact_return'),
  gain('optimal_return'),
  error('regret'),
  share('success_rate')
]

const TABLE: ReadonlyMap<Task, readonly MetricDefinition[]> = new Map<Task, readonly MetricDefinition[]>([
  ['classification', classification],
  ['regression', regression],
  ['clustering', clustering],
  ['dimensionality_reduction', dimensionalityReduction],
  ['q_learning', reinforcement],
  ['policy_gradient', reinforcement]
])

/** All metrics of a task; the same name may mean different things in different tasks. */
export function metricsOf(task: Task): readonly MetricDefinition[] {
  return TABLE.get(task) ?? []
}

/** The definition of one metric of a task, if there is one. */
export function metricOf(task: Task, name: string): MetricDefinition | undefined {
  return metricsOf(task).find(metric => metric.name === name)
}

/** The metric a task is judged by when nobody says otherwise. */
export function primaryMetricOf(task: Task): MetricDefinition {
  const found = metricsOf(task).find(metric => metric.primary)
  if (found === undefined) throw new Error(`the metric table has no primary metric for ${task}`)
  return found
}
