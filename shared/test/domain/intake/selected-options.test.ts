import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { selectedOptions } from '../../../src/domain/intake/selected-options.js'

const shown = (text: string, options: readonly string[]) => {
  const selection = selectedOptions(text, options)
  return selection.kind === 'one' ? selection.chosen.map(({ option }) => option) : selection.kind
}

/** Every list of options that is written as this text. */
function readings(text: string, options: readonly string[]): string[][] {
  return options.flatMap(option => {
    if (text === option) return [[option]]
    const rest = text.startsWith(`${option}, `) ? readings(text.slice(option.length + 2), options) : []
    return rest.map(others => [option, ...others])
  })
}

describe('selectedOptions', () => {
  test.each<[string, string, string[], unknown]>([
    ['one', 'a', ['a', 'b'], ['a']],
    ['several', 'b, a', ['a', 'b'], ['b', 'a']],
    [
      'an option with a comma',
      'age, in months, income',
      ['age, in months', 'income'],
      ['age, in months', 'income']
    ],
    ['a longer one that fits only at first', 'a, b, c', ['a', 'a, b', 'b, c'], ['a', 'b, c']],
    ['two ways to read it', 'a, b', ['a', 'b', 'a, b'], 'several'],
    ['no option', 'c', ['a', 'b'], 'none'],
    ['a part of an option', 'ab', ['a', 'b'], 'none'],
    ['a comma at the end', 'a, ', ['a'], 'none']
  ])('reads %s', (_name, text, options, expected) => {
    expect(shown(text, options)).toEqual(expected)
  })

  test('says where the first text stands that is no option', () => {
    expect(selectedOptions('a, x, b', ['a', 'b'])).toEqual({ kind: 'none', offset: 3 })
  })

  test('counts the ways as trying all of them does', () => {
    const option = fc.stringMatching(/^[ab, ]{1,4}$/)
    fc.assert(
      fc.property(
        fc.uniqueArray(option, { maxLength: 5 }),
        fc.stringMatching(/^[ab, ]{1,12}$/),
        (options, text) => {
          const all = readings(text, options)
          expect(shown(text, options)).toEqual(
            all.length === 0 ? 'none' : all.length === 1 ? all[0] : 'several'
          )
        }
      ),
      { numRuns: 3000 }
    )
  })
})
