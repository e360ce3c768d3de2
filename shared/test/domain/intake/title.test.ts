import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { defaultModelId, modelIdFrom } from '../../../src/domain/intake/title.js'

describe('defaultModelId', () => {
  test.each<[string, string]>([
    ['[MLOps] Training request: churn', 'churn'],
    ['[MLOps] モデル学習リクエスト: churn', 'churn'],
    ['[MLOps] モデル学習リクエスト:churn-v2', 'churn-v2'],
    ['[mlops] request:  Churn Model (EU)  ', 'churn-model-eu'],
    ['[MLOps] Training request: Café très bon', 'cafe-tres-bon'],
    ['[MLOps] モデル学習リクエスト: 解約予測', 'model-42'],
    ['[MLOps] Training request:', 'model-42'],
    ['［MLOps］ モデル学習リクエスト：churn-v2', 'churn-v2'],
    ['［ＭＬＯｐｓ］モデル学習リクエスト：churn', 'churn'],
    ['[ＭＬＯｐｓ] request: churn', 'churn'],
    ['［MLOps] request: churn', 'churn'],
    ['［Other］ request：churn', 'model-42'],
    ['[MLOps] churn', 'model-42'],
    ['churn: a model', 'model-42'],
    [`[MLOps] x: ${'a-'.repeat(60)}`, `${'a-'.repeat(23)}a`]
  ])('%s', (title, expected) => {
    expect(defaultModelId(title, 42)).toBe(expected)
  })

  test('is always a model id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), name => {
        expect(modelIdFrom(name) ?? 'model').toMatch(/^[a-z0-9](-?[a-z0-9]){0,47}$/)
      })
    )
  })
})
