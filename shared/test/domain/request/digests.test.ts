import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { canonicalJson } from '../../../src/domain/request/canonical-json.js'
import { requestDigest } from '../../../src/domain/request/request-digest.js'
import { sha256Hex } from '../../../src/domain/request/sha256.js'
import { nextStartOf, trainingIdOf } from '../../../src/domain/request/training-id.js'

describe('sha256Hex', () => {
  test.each<[string, string]>([
    // FIPS 180-2, appendix B.
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'
    ],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']
  ])('hashes %j', (text, digest) => {
    expect(sha256Hex(text)).toBe(digest)
  })

  test('hashes every length as OpenSSL does', () => {
    for (let length = 0; length <= 200; length += 1) {
      const text = 'é'.repeat(length % 3) + 'x'.repeat(length)
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'))
    }
  })

  test('hashes any text as OpenSSL does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), text => {
        expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
      })
    )
  })
})

describe('canonicalJson', () => {
  test('sorts keys and drops undefined fields', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, { y: 2, x: null }], c: undefined } })).toBe(
      '{"a":{"d":[1,{"x":null,"y":2}]},"b":1}'
    )
  })

  test('is JSON of the same value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      })
    )
  })
})

test('the request digest is the SHA-256 of the canonical JSON', () => {
  const text = '{"algorithm":"pca","dataset_id":"d"}'
  expect(requestDigest({ dataset_id: 'd', algorithm: 'pca' })).toBe(
    createHash('sha256').update(text).digest('hex')
  )
})

describe('training ids', () => {
  const identity = {
    at: new Date('2025-01-10T09:30:05.999Z'),
    repository: 'o/r',
    issue: 7,
    requestSha256: 'f'.repeat(64),
    attempt: 1,
    runId: undefined
  }

  test('hold the time of the event and a digest of what is asked', () => {
    const text = `{"attempt":1,"issue":7,"repository":"o/r","request":"${'f'.repeat(64)}"}`
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 8)
    expect(trainingIdOf(identity)).toBe(`train-20250110-093005-${digest}`)
  })

  test.each<[string, object]>([
    ['repository', { repository: 'o/other' }],
    ['issue', { issue: 8 }],
    ['request', { requestSha256: 'e'.repeat(64) }],
    ['attempt', { attempt: 2 }],
    ['workflow run', { runId: '1' }]
  ])('differ by %s', (_name, change) => {
    expect(trainingIdOf({ ...identity, ...change })).not.toBe(trainingIdOf(identity))
  })

  test('count the starts of a failed run', () => {
    expect(nextStartOf('train-20250110-093000-1a2b3c4d')).toBe('train-20250110-093000-1a2b3c4d-2')
    expect(nextStartOf('train-20250110-093000-1a2b3c4d-2')).toBe('train-20250110-093000-1a2b3c4d-3')
  })
})
