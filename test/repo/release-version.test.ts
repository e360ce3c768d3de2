import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareReleaseVersions, parseReleaseVersion } from '../../scripts/release/release-version.js'

const read = (text: string) => {
  const version = parseReleaseVersion(text)
  if (version === undefined) throw new Error(`${text} is no version`)
  return version
}
const sorted = (texts: readonly string[]) =>
  texts
    .map(read)
    .sort(compareReleaseVersions)
    .map(version => version.text)

describe('versions are in the order', () => {
  // The example of item 11 of Semantic Versioning 2.0.0, with the neighbours of 1.0.0.
  const ORDER = [
    'v0.10.0',
    'v1.0.0-alpha',
    'v1.0.0-alpha.1',
    'v1.0.0-alpha.beta',
    'v1.0.0-beta',
    'v1.0.0-beta.2',
    'v1.0.0-beta.11',
    'v1.0.0-rc.1',
    'v1.0.0',
    'v1.0.9',
    'v1.0.10',
    'v2.0.0'
  ]

  test('of Semantic Versioning, however they were shuffled', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ORDER), shuffled => {
        expect(sorted(shuffled)).toEqual(ORDER.filter(version => shuffled.includes(version)))
      })
    )
  })

  test('of their identifiers as numbers of any length', () => {
    expect(sorted(['v1.0.0-10000000000000000000001', 'v1.0.0-9'])).toEqual([
      'v1.0.0-9',
      'v1.0.0-10000000000000000000001'
    ])
  })
})

test.each([
  'v1.0.0-',
  'v1.0.0-a..b',
  'v1.0.0-01',
  'v1.0.0-a b',
  'v1.0.0+1',
  'V1.0.0',
  ' v1.0.0',
  `v1.0.0-${'a'.repeat(99)}`
])('%s is no version', text => {
  expect(parseReleaseVersion(text)).toBeUndefined()
})
