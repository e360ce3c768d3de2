import { describe, expect, test } from '@jest/globals'
import { checkFittedModel } from '../../src/onnx/fitted-model-check.js'
import { plainPreprocessing, type FittedModel } from '../../src/onnx/fitted-model.js'
import { modelError } from './model-error.js'

const numeric = plainPreprocessing(['a', 'b']).numeric

const sound: FittedModel = {
  signature: {
    schema_version: 1,
    task: 'classification',
    algorithm: 'logistic_regression',
    target: 'y',
    features: [
      { name: 'a', kind: 'numeric' },
      { name: 'c', kind: 'categorical' },
      { name: 'b', kind: 'numeric' }
    ],
    classes: ['no', 'yes'],
    positive_class: 'yes'
  },
  preprocessing: { numeric, categorical: [{ name: 'c', categories: ['', 'x'] }], encode: 'one_hot' },
  predictor: {
    kind: 'linear',
    columns: 4,
    coefficient: Float64Array.of(1, 2, 3, 4),
    intercept: Float64Array.of(0)
  },
  link: 'logistic'
}

const withSignature = (change: Partial<FittedModel['signature']>): FittedModel => ({
  ...sound,
  signature: { ...sound.signature, ...change }
})
const withNumeric = (change: Partial<typeof numeric>): FittedModel => ({
  ...sound,
  preprocessing: { ...sound.preprocessing, numeric: { ...numeric, ...change } }
})

describe('checkFittedModel', () => {
  test('accepts a sound model', () => {
    expect(() => checkFittedModel(sound)).not.toThrow()
  })

  test.each<{ name: string; model: FittedModel; part: string }>([
    {
      name: 'regression with classes',
      model: withSignature({ task: 'regression' }),
      part: 'a regression model has no classes'
    },
    {
      name: 'classification without',
      model: withSignature({ classes: null }),
      part: 'a classification model needs classes'
    },
    {
      name: 'the same class twice',
      model: withSignature({ classes: ['no', 'no'] }),
      part: 'two or more different ones'
    },
    {
      name: 'logistic with three classes',
      model: withSignature({ classes: ['a', 'b', 'c'] }),
      part: 'logistic needs 2, not 3'
    },
    {
      name: 'softmax with one output',
      model: { ...sound, link: 'softmax' },
      part: '1 outputs where 2 are needed'
    },
    { name: 'exp for classes', model: { ...sound, link: 'exp' }, part: 'exp gives no probabilities' },
    { name: 'no features', model: withSignature({ features: [] }), part: 'features: there are none' },
    {
      name: 'a feature twice',
      model: withSignature({ features: [...sound.signature.features, { name: 'a', kind: 'numeric' }] }),
      part: 'a name appears twice'
    },
    {
      name: 'features in another order',
      model: withSignature({ features: [...sound.signature.features].reverse() }),
      part: 'the numeric ones differ'
    },
    {
      name: 'a category twice',
      model: {
        ...sound,
        preprocessing: { ...sound.preprocessing, categorical: [{ name: 'c', categories: ['x', 'x'] }] }
      },
      part: 'features.c: the categories'
    },
    {
      name: 'a scale of zero',
      model: withNumeric({ scale: Float32Array.of(1, 0) }),
      part: "numeric.scale: 0 for feature 'b'"
    },
    {
      name: 'a centre that is no number',
      model: withNumeric({ center: Float32Array.of(NaN, 0) }),
      part: "numeric.center: NaN for feature 'a'"
    },
    {
      name: 'too few bounds',
      model: withNumeric({ lower: new Float32Array(1) }),
      part: 'numeric.lower: 1 values for 2 features'
    },
    {
      name: 'an infinite fill',
      model: withNumeric({ fill: Float32Array.of(Infinity, 0) }),
      part: 'numeric.fill: Infinity'
    },
    {
      name: 'coefficients for other columns',
      model: { ...sound, preprocessing: { ...sound.preprocessing, encode: 'ordinal' } },
      part: 'does not fit 3 columns'
    },
    {
      name: 'an infinite coefficient',
      model: {
        ...sound,
        predictor: {
          kind: 'linear',
          columns: 4,
          coefficient: Float64Array.of(1, 2, 3, Infinity),
          intercept: Float64Array.of(0)
        }
      },
      part: 'not a finite number'
    }
  ])('refuses $name', ({ model, part }) => {
    expect(() => checkFittedModel(model)).toThrow(modelError('model-unreadable', part))
  })

  test('names all problems at once', () => {
    const model = { ...withNumeric({ scale: new Float32Array(2) }), link: 'exp' as const }
    const places = (() => {
      try {
        checkFittedModel(model)
        return []
      } catch (error) {
        return (error as { problems: { place: string }[] }).problems.map(({ place }) => place)
      }
    })()
    expect(places).toEqual(['link', 'model', 'numeric.scale'])
  })
})
