import type { ModelTask } from '../../domain/records/model-signature.js'
import type { Link } from '../fitted-model.js'

/** What an XGBoost objective means for scoring. */
export interface Objective {
  readonly task: ModelTask
  readonly link: Link
  /** From `base_score`, which is on the scale of predictions, to the scale of sums. */
  readonly baseLink: 'identity' | 'logit' | 'log'
}

const identity: Objective = { task: 'regression', link: 'identity', baseLink: 'identity' }
const log: Objective = { task: 'regression', link: 'exp', baseLink: 'log' }
const binary: Objective = { task: 'classification', link: 'logistic', baseLink: 'logit' }
const multiclass: Objective = { task: 'classification', link: 'softmax', baseLink: 'identity' }

/** The objectives whose models can be converted (XGBoost documentation, "Learning Task Parameters"). */
export const OBJECTIVES: ReadonlyMap<string, Objective> = new Map([
  ['binary:logistic', binary],
  // Its caller gets sums and here wants probabilities; its base score is such a sum already.
  ['binary:logitraw', { ...binary, baseLink: 'identity' }],
  ['multi:softprob', multiclass],
  ['multi:softmax', multiclass],
  ['reg:squarederror', identity],
  ['reg:linear', identity],
  ['reg:squaredlogerror', identity],
  ['reg:pseudohubererror', identity],
  ['reg:absoluteerror', identity],
  ['reg:quantileerror', identity],
  ['reg:logistic', { task: 'regression', link: 'logistic', baseLink: 'logit' }],
  ['count:poisson', log],
  ['reg:gamma', log],
  ['reg:tweedie', log]
])
