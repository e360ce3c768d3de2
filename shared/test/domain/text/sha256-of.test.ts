import { describe, expect, test } from '@jest/globals'
import { sha256Of } from '../../../src/domain/text/sha256-of.js'

describe('sha256Of', () => {
  test.each([
    // FIPS 180-2, appendix B.
    { text: 'abc', digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    { text: '', digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    // printf 'é' | sha256sum
    { text: 'é', digest: '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c' }
  ])('hashes "$text" as text and as bytes', ({ text, digest }) => {
    expect(sha256Of(text)).toBe(digest)
    expect(sha256Of(new TextEncoder().encode(text))).toBe(digest)
  })
})
