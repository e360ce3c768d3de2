import { expect, test } from '@jest/globals'
import { formatBytes } from '../../../src/domain/text/byte-text.js'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 KB'],
  [41_099, '41.1 KB'],
  [999_400, '999 KB'],
  [5_000_000, '5.00 MB'],
  [1_234_567_890, '1.23 GB'],
  [2e12, '2000 GB']
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
