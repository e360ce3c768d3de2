import { describe, expect, test } from '@jest/globals'
import { readXgboostModel, type NativeModelFacts } from '../../src/onnx/xgboost/read-xgboost-model.js'
import { writeOnnx } from '../../src/onnx/write-onnx.js'
import { modelError } from './model-error.js'

/** x0 < 0.5 ? −1 : 1, as XGBoost writes it. */
const tree = {
  left_children: [1, -1, -1],
  right_children: [2, -1, -1],
  split_indices: [0, 0, 0],
  split_conditions: [0.5, -1, 1],
  default_left: [0, 0, 0],
  split_type: [0, 0, 0],
  tree_param: { num_nodes: '3', size_leaf_vector: '0' }
}

interface Parts {
  readonly objective?: string
  readonly booster?: unknown
  readonly trees?: unknown
  readonly info?: unknown
  readonly parameters?: Record<string, unknown>
  readonly names?: unknown
}

function document(parts: Parts = {}): unknown {
  const { objective = 'binary:logistic', trees = [tree], info = [0] } = parts
  const model = { gbtree_model_param: { num_trees: '1', num_parallel_tree: '1' }, trees, tree_info: info }
  return {
    version: [1, 7, 4],
    learner: {
      attributes: {},
      feature_names: parts.names ?? [],
      gradient_booster: parts.booster ?? { name: 'gbtree', model },
      learner_model_param: {
        base_score: '5E-1',
        num_class: '0',
        num_feature: '2',
        num_target: '1',
        ...parts.parameters
      },
      objective: { name: objective }
    }
  }
}

const convert = (parts: Parts, facts?: NativeModelFacts): Uint8Array =>
  writeOnnx(readXgboostModel(document(parts), 'model.json', facts))

describe('readXgboostModel', () => {
  test('names features and classes itself when nobody does', () => {
    const { signature } = readXgboostModel(document(), 'model.json')
    expect(signature).toMatchObject({
      task: 'classification',
      features: [{ name: 'f0' }, { name: 'f1' }],
      classes: ['0', '1'],
      positive_class: '1',
      target: null
    })
  })

  test('takes names, classes and target from the data set', () => {
    const facts = {
      features: ['age', 'income'],
      classes: ['no', 'yes'],
      target: 'churn',
      positiveClass: 'no'
    }
    expect(readXgboostModel(document(), 'model.json', facts).signature).toMatchObject({
      features: [{ name: 'age' }, { name: 'income' }],
      classes: ['no', 'yes'],
      positive_class: 'no',
      target: 'churn'
    })
  })

  test('names in the file win', () => {
    const { signature } = readXgboostModel(document({ names: ['p', 'q'] }), 'model.json', {
      features: ['a', 'b']
    })
    expect(signature.features.map(({ name }) => name)).toEqual(['p', 'q'])
  })

  test.each([
    { name: 'gblinear', parts: { booster: { name: 'gblinear', model: {} } }, part: "the booster 'gblinear'" },
    {
      name: 'an unknown objective',
      parts: { objective: 'rank:pairwise' },
      part: "'rank:pairwise' is not converted"
    },
    {
      name: 'a prototype key as objective',
      parts: { objective: '__proto__' },
      part: "'__proto__' is not converted"
    },
    {
      name: 'splits on categories',
      parts: { trees: [{ ...tree, split_type: [1, 0, 0] }] },
      part: 'trees[0]: splits on categories'
    },
    {
      name: 'leaves of several values',
      parts: { trees: [{ ...tree, tree_param: { size_leaf_vector: '3' } }] },
      part: 'leaves with several values'
    },
    { name: 'several targets', parts: { parameters: { num_target: '2' } }, part: 'predicts 2 targets' }
  ])('does not support $name', ({ parts, part }) => {
    expect(() => convert(parts)).toThrow(modelError('model-unsupported', part))
  })

  test.each([
    { name: 'no trees', parts: { trees: [], info: [] }, part: 'no trees' },
    { name: 'a tree that is a list', parts: { trees: [[]] }, part: 'trees[0]: is not an object' },
    {
      name: 'arrays of different length',
      parts: { trees: [{ ...tree, right_children: [2, -1] }] },
      part: 'differ in length'
    },
    {
      name: 'a child that is a fraction',
      parts: { trees: [{ ...tree, left_children: [0.5, -1, -1] }] },
      part: 'left_children: is not a list of integers'
    },
    {
      name: 'a child beyond 32 bits',
      parts: { trees: [{ ...tree, left_children: [2 ** 32 + 1, -1, -1] }] },
      part: 'left_children: is not a list of integers'
    },
    {
      name: 'a text among the numbers',
      parts: { trees: [{ ...tree, split_conditions: [0.5, '1', 1] }] },
      part: 'split_conditions: is not a list of numbers'
    },
    {
      name: 'a cycle',
      parts: { trees: [{ ...tree, left_children: [0, -1, -1] }] },
      part: 'tree 0, node 0: reached twice'
    },
    {
      name: 'a feature that is not there',
      parts: { trees: [{ ...tree, split_indices: [2, 0, 0] }] },
      part: 'splits on column 2 of 2'
    },
    { name: 'tree_info for fewer trees', parts: { info: [] }, part: 'tree_info is shorter' },
    { name: 'an output that is not there', parts: { info: [1] }, part: 'adds to an output' },
    {
      name: 'too few weights',
      parts: {
        booster: {
          name: 'dart',
          gbtree: { model: { gbtree_model_param: {}, trees: [tree], tree_info: [0] } },
          weight_drop: []
        }
      },
      part: 'weight_drop is shorter'
    },
    {
      name: 'a base score of 1 for a probability',
      parts: { parameters: { base_score: '1' } },
      part: 'base_score: 1 is no base score'
    },
    {
      name: 'a base score of words',
      parts: { parameters: { base_score: 'half' } },
      part: 'half is no base score'
    },
    {
      name: 'a base score per class too many',
      parts: { parameters: { base_score: '[5E-1,5E-1]' } },
      part: '2 values for 1 outputs'
    },
    {
      name: 'an endless number of features',
      parts: { parameters: { num_feature: '1e12' } },
      part: 'num_feature: 1000000000000 features'
    },
    {
      name: 'a negative number of features',
      parts: { parameters: { num_feature: '-1' } },
      part: 'num_feature: is not a count'
    },
    { name: 'names for other features', parts: { names: ['a'] }, part: '1 names for 2 features' },
    { name: 'the same name twice', parts: { names: ['a', 'a'] }, part: 'a name appears twice' }
  ])('refuses $name', ({ parts, part }) => {
    expect(() => convert(parts)).toThrow(modelError('model-unreadable', part))
  })

  test.each([
    { name: 'no document', value: null, part: 'model.json: is not an object' },
    { name: 'no learner', value: {}, part: "model.json: 'learner' is missing" },
    {
      name: 'a learner on the prototype',
      value: Object.create({ learner: {} }) as unknown,
      part: "'learner' is missing"
    }
  ])('refuses $name', ({ value, part }) => {
    expect(() => readXgboostModel(value, 'model.json')).toThrow(modelError('model-unreadable', part))
  })

  test('data with other features or classes is the user’s to mend', () => {
    expect(() => convert({}, { features: ['a'] })).toThrow(
      modelError('feature-mismatch', 'takes 2 features, the data has 1')
    )
    expect(() => convert({}, { classes: ['a', 'b', 'c'] })).toThrow(
      modelError('class-mismatch', 'tells 2 classes apart')
    )
  })
})
