import { nearestName } from '../text/nearest-name.js'
import { phrase, type Phrase } from '../text/phrase.js'
import type { Task } from '../metrics/task.js'

export const learningTypes = ['supervised', 'unsupervised', 'reinforcement'] as const
export type LearningType = (typeof learningTypes)[number]

const supervised: readonly Task[] = ['classification', 'regression']
const every: readonly Task[] = [
  ...supervised,
  'clustering',
  'dimensionality_reduction',
  'q_learning',
  'policy_gradient'
]

/** What each algorithm can be trained for; one task means that the algorithm implies it. */
const tasksByAlgorithm: ReadonlyMap<string, readonly Task[]> = new Map([
  ['random_forest', supervised],
  ['xgboost', supervised],
  ['lightgbm', supervised],
  ['hist_gradient_boosting', supervised],
  ['logistic_regression', ['classification']],
  ['linear_regression', ['regression']],
  ['mlp', supervised],
  ['ensemble', supervised],
  ['kmeans', ['clustering']],
  ['pca', ['dimensionality_reduction']],
  ['q_learning', ['q_learning']],
  ['policy_gradient', ['policy_gradient']],
  ['script', every],
  ['sagemaker:kmeans', ['clustering']],
  ['sagemaker:pca', ['dimensionality_reduction']],
  ['sagemaker:xgboost', supervised],
  ['sagemaker:lightgbm', supervised],
  ['sagemaker:catboost', supervised],
  ['sagemaker:linear-learner', supervised]
])

/** The algorithms the suite knows by name, for messages and suggestions. */
export const algorithmNames: readonly string[] = [...tasksByAlgorithm.keys()]

/** Algorithms whose training can stop early at the best number of trees. */
export const boosters: readonly string[] = [
  'xgboost',
  'lightgbm',
  'hist_gradient_boosting',
  'sagemaker:xgboost'
]

/** Whether a name is an algorithm of the suite or has the form of one of SageMaker's own. */
export function isAlgorithm(name: string): boolean {
  return tasksByAlgorithm.has(name) || /^sagemaker:[a-z0-9]+(?:-[a-z0-9]+){0,5}$/.test(name)
}

/** The tasks an algorithm can be trained for; SageMaker's other algorithms are taken at the user's word. */
export function tasksOf(algorithm: string): readonly Task[] {
  return tasksByAlgorithm.get(algorithm) ?? every
}

/** The kind of learning a task belongs to. */
export function learningTypeOf(task: Task): LearningType {
  if (task === 'q_learning' || task === 'policy_gradient') return 'reinforcement'
  return supervised.includes(task) ? 'supervised' : 'unsupervised'
}

/** The nearest algorithm to an unknown name, for a hint. */
export function algorithmHint(name: string): Phrase {
  const nearest = nearestName(name, algorithmNames)
  const own = algorithmNames.filter(known => !known.startsWith('sagemaker:'))
  const list = phrase`Allowed: ${own.join(', ')}, sagemaker:<name>.`
  return nearest === undefined ? list : phrase`Did you mean "${nearest}"? ${list}`
}
