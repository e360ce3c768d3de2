import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nearestName } from '../../../src/domain/text/nearest-name.js'

const METRICS = ['accuracy', 'rmse', 'r2', 'recall', 'roc_auc', 'log_loss']

describe('nearestName', () => {
  test.each([
    ['a missing letter', 'acuracy', 'accuracy'],
    ['a wrong letter', 'rmsd', 'rmse'],
    ['two neighbours swapped', 'rsme', 'rmse'],
    ['capitals', 'RMSE', 'rmse'],
    ['a different separator', 'roc-auc', 'roc_auc'],
    ['one edit in a two-letter name', 'r3', 'r2']
  ])('finds a name with %s', (_case, typed, expected) => {
    expect(nearestName(typed, METRICS)).toBe(expected)
  })

  test.each([
    ['nothing like it', 'silhouette'],
    ['more than a third of the letters differing', 'rxyz'],
    ['an absurdly long word', 'a'.repeat(65)]
  ])('finds none for %s', (_case, typed) => {
    expect(nearestName(typed, METRICS)).toBeUndefined()
  })

  test('prefers the fewest edits over the first name', () => {
    expect(nearestName('recal', ['decay', 'recall'])).toBe('recall')
  })

  test('always finds a name that is there', () => {
    const name = fc.stringMatching(/^[a-z_]{1,20}$/)
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.nat(), (names, pick) => {
        const wanted = names[pick % names.length] ?? ''
        expect(nearestName(wanted, names)).toBe(wanted)
      })
    )
  })
})
