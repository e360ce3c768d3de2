import { UserError } from '../../errors.js'
import { DocumentNode } from '../document-node.js'
import { plainPreprocessing, type FittedModel } from '../fitted-model.js'
import { unreadable, unsupported } from '../model-errors.js'
import { readBaseMargin } from './base-margin.js'
import { readBooster, type TreeChoice } from './booster.js'
import { OBJECTIVES, type Objective } from './objectives.js'
import { readTrees } from './read-trees.js'

const MAX_FEATURES = 1_000_000
const MAX_OUTPUTS = 100_000

/** What a native model file does not say about itself. */
export interface NativeModelFacts {
  /** Feature names in order; names in the file win. */
  readonly features?: readonly string[]
  /** The classes of the training target in sorted order; default `0`, `1`, … */
  readonly classes?: readonly string[]
  readonly target?: string
  readonly positiveClass?: string
  /** `best` drops the trees after the best round of an early-stopped training; default `all`. */
  readonly trees?: TreeChoice
}

function readObjective(learner: DocumentNode): Objective {
  const name = learner.get('objective').get('name')
  const objective = OBJECTIVES.get(name.text())
  if (objective !== undefined) return objective
  throw unsupported(
    `${name.place}: the objective '${name.text().slice(0, 60)}' is not converted`,
    `use one of ${[...OBJECTIVES.keys()].join(', ')}, or write model.onnx from your script`
  )
}

function featureNames(learner: DocumentNode, count: number, given?: readonly string[]): readonly string[] {
  const own = learner.find('feature_names')?.items() ?? []
  if (own.length > 0) {
    if (own.length !== count)
      throw unreadable(`${learner.place}.feature_names: ${own.length} names for ${count} features`)
    return own.map(name => name.text())
  }
  if (given === undefined) return Array.from({ length: count }, (_, index) => `f${index}`)
  if (given.length === count) return given
  throw new UserError('feature-mismatch', `the model takes ${count} features, the data has ${given.length}`, {
    hint: 'name exactly the features the model was trained on, in their order'
  })
}

function classNames(count: number, given?: readonly string[]): readonly string[] {
  if (given === undefined) return Array.from({ length: count }, (_, index) => String(index))
  if (given.length === count) return given
  throw new UserError(
    'class-mismatch',
    `the model tells ${count} classes apart, the target has ${given.length}`,
    {
      hint: 'train and evaluate on data with the same classes'
    }
  )
}

function featureCount(parameters: DocumentNode): number {
  const field = parameters.get('num_feature')
  const count = field.count()
  if (count === 0 || count > MAX_FEATURES) throw unreadable(`${field.place}: ${count} features`)
  return count
}

function outputsOf(parameters: DocumentNode): number {
  const targets = parameters.find('num_target')?.count() ?? 1
  if (targets > 1)
    throw unsupported(
      `${parameters.place}: the model predicts ${targets} targets`,
      'train one model per target'
    )
  const classes = parameters.find('num_class')?.count() ?? 0
  if (classes > MAX_OUTPUTS) throw unreadable(`${parameters.place}.num_class: ${classes} classes`)
  return Math.max(1, classes)
}

/**
 * The model in an XGBoost document (JSON or UBJ; XGBoost 1.0 and newer) with boosters `gbtree` and `dart`.
 * Damaged documents are `UserError`s with code `model-unreadable`; gblinear, splits on categories, several targets and
 * objectives that are not known `model-unsupported`.
 */
export function readXgboostModel(
  document: unknown,
  place: string,
  facts: NativeModelFacts = {}
): FittedModel {
  const learner = new DocumentNode(document, place).get('learner')
  const parameters = learner.get('learner_model_param')
  const { task, link, baseLink } = readObjective(learner)
  const outputs = outputsOf(parameters)
  const booster = readBooster(learner, { choice: facts.trees ?? 'all', outputs })
  const base = readBaseMargin(parameters.get('base_score'), { outputs, baseLink })
  const names = featureNames(learner, featureCount(parameters), facts.features)
  const classes = task === 'classification' ? [...classNames(Math.max(2, outputs), facts.classes)] : null
  return {
    signature: {
      schema_version: 1,
      task,
      algorithm: 'xgboost',
      target: facts.target ?? null,
      features: names.map(name => ({ name, kind: 'numeric' })),
      classes,
      positive_class: classes === null ? null : (facts.positiveClass ?? classes.at(-1) ?? null)
    },
    preprocessing: plainPreprocessing(names),
    predictor: readTrees(booster, base),
    link
  }
}
