import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Masks } from '../../../testing/workflow-runner/commands/masks.js'

function masked(secrets: readonly string[], text: string): string {
  const masks = new Masks()
  for (const secret of secrets) masks.add(secret)
  return masks.mask(text)
}

describe('Masks', () => {
  const cases: [name: string, secrets: string[], text: string, expected: string][] = [
    ['every occurrence', ['abc'], 'abc-abcabc', '***-***'],
    ['overlapping secrets as one', ['abcd', 'cdef'], 'xabcdefx', 'x***x'],
    ['the longer of two', ['ab', 'abcd'], 'abcd', '***'],
    ['each line of a key', ['first\nsecond'], 'a second, a first', 'a ***, a ***'],
    ['the JSON spelling', ['a"b'], '{"x":"a\\"b"}', '{"x":"***"}'],
    ['the Base64 spelling', ['secret'], 'c2VjcmV0', '***'],
    ['the URI spelling', ['a b'], 'q=a%20b', 'q=***'],
    ['nothing for an empty secret', ['', '  '], 'a  b', 'a  b']
  ]
  test.each(cases)('hide %s', (_, secrets, text, expected) => {
    expect(masked(secrets, text)).toBe(expected)
  })

  test('no secret survives', () => {
    const secret = fc.stringMatching(/^[a-c]{2,4}$/)
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.stringMatching(/^[a-d]{0,40}$/),
        (secrets, text) => {
          const result = masked(secrets, text)
          for (const one of secrets) expect(result.includes(one)).toBe(false)
        }
      )
    )
  })
})
