import type { Task } from '../metrics/task.js'
import { boolean, choice, nothing, number, whole, type ValueKind } from './value-kind.js'

/** The values a hyperparameter may have: those of any of its kinds. */
export type Domain = readonly ValueKind[]

/** What an algorithm can be told. */
export interface Hyperparameters {
  readonly domains: ReadonlyMap<string, Domain>
  /** Other names of the same hyperparameters. */
  readonly aliases: ReadonlyMap<string, string>
}

type Table = Readonly<Record<string, Domain>>
type Supervised = 'classification' | 'regression'

const positive = number(0, Infinity, 'low')
const fraction = number(0, 1, 'low')
const properFraction = number(0, 1, 'low', 'high')
const share = number(0, 1)
const nonNegative = number(0)
const many = 1e9

const randomForest = (task: Supervised): Table => ({
  n_estimators: [whole(1, 10_000)],
  max_depth: [whole(1, 1000), nothing],
  min_samples_split: [whole(2, many), properFraction],
  min_samples_leaf: [whole(1, many), properFraction],
  max_features: [choice('sqrt', 'log2'), whole(2, many), properFraction, nothing],
  max_leaf_nodes: [whole(2, many), nothing],
  min_impurity_decrease: [nonNegative],
  bootstrap: [boolean],
  max_samples: [fraction, nothing],
  criterion: [
    task === 'classification'
      ? choice('gini', 'entropy')
      : choice('squared_error', 'absolute_error', 'poisson')
  ],
  ccp_alpha: [nonNegative],
  ...(task === 'classification' ? { class_weight: [choice('balanced', 'balanced_subsample'), nothing] } : {})
})

const xgboost = (task: Supervised): Table => ({
  n_estimators: [whole(1, 20_000)],
  max_depth: [whole(1, 64)],
  learning_rate: [fraction],
  gamma: [nonNegative],
  min_child_weight: [nonNegative],
  max_delta_step: [nonNegative],
  subsample: [fraction],
  colsample_bytree: [fraction],
  colsample_bylevel: [fraction],
  colsample_bynode: [fraction],
  reg_lambda: [nonNegative],
  reg_alpha: [nonNegative],
  tree_method: [choice('hist', 'approx', 'exact', 'auto')],
  max_bin: [whole(2, 65_536)],
  grow_policy: [choice('depthwise', 'lossguide')],
  max_leaves: [whole(0, 1_000_000)],
  objective: [
    task === 'classification'
      ? choice('binary:logistic', 'multi:softprob', 'multi:softmax')
      : choice(
          'reg:squarederror',
          'reg:absoluteerror',
          'reg:pseudohubererror',
          'count:poisson',
          'reg:gamma',
          'reg:tweedie'
        ),
    nothing
  ],
  base_score: [task === 'classification' ? properFraction : number(-1e30, 1e30), nothing],
  early_stopping_rounds: [whole(1, 20_000), nothing],
  validation_fraction: [number(0, 0.5, 'low')],
  booster: [choice('gbtree')],
  ...(task === 'classification' ? { scale_pos_weight: [positive] } : {})
})

const xgboostAliases = {
  num_round: 'n_estimators',
  num_boost_round: 'n_estimators',
  eta: 'learning_rate',
  min_split_loss: 'gamma',
  lambda: 'reg_lambda',
  alpha: 'reg_alpha'
}

const logisticRegression = (): Table => ({
  C: [positive],
  penalty: [choice('l1', 'l2', 'elasticnet'), nothing],
  l1_ratio: [share, nothing],
  solver: [choice('lbfgs', 'newton-cg', 'sag', 'saga'), nothing],
  max_iter: [whole(1, 1_000_000)],
  tol: [positive],
  fit_intercept: [boolean],
  class_weight: [choice('balanced'), nothing]
})

const linearRegression = (): Table => ({
  alpha: [nonNegative],
  fit_intercept: [boolean],
  positive: [boolean]
})

interface Entry {
  readonly table: (task: Supervised) => Table
  readonly aliases?: Readonly<Record<string, string>>
}

const entries: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ['random_forest', { table: randomForest }],
  ['xgboost', { table: xgboost, aliases: xgboostAliases }],
  ['logistic_regression', { table: logisticRegression, aliases: { c: 'C' } }],
  ['linear_regression', { table: linearRegression }]
])

/**
 * The hyperparameters of an algorithm, as the training kit takes them; where the task is not known, what any task
 * takes. Undefined for algorithms whose hyperparameters are left to their own program.
 */
export function hyperparametersOf(algorithm: string, task: Task | undefined): Hyperparameters | undefined {
  const entry = entries.get(algorithm)
  if (entry === undefined) return undefined
  const tasks =
    task === 'classification' || task === 'regression' ? [task] : (['classification', 'regression'] as const)
  const domains = new Map<string, Domain>()
  for (const [name, domain] of tasks.flatMap(each => Object.entries(entry.table(each)))) {
    const known = domains.get(name) ?? []
    domains.set(name, [...known, ...domain.filter(kind => !known.some(other => isSame(kind, other)))])
  }
  return { domains, aliases: new Map(Object.entries(entry.aliases ?? {})) }
}

/** Whether any algorithm of the training kit has a hyperparameter of that name. */
export function isHyperparameter(name: string): boolean {
  return [...entries.keys()].some(algorithm => {
    const known = hyperparametersOf(algorithm, undefined)
    return known?.domains.has(name) === true || known?.aliases.has(name) === true
  })
}

function isSame(a: ValueKind, b: ValueKind): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
