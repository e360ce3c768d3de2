import { describe, expect, test } from '@jest/globals'
import { parseSizeBytes } from '../../../src/domain/request/byte-size.js'
import {
  isLongDuration,
  parseDurationMilliseconds,
  parseDurationSeconds
} from '../../../src/domain/request/duration.js'

describe('durations', () => {
  test.each<[string, number]>([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7200],
    ['1h30m', 5400],
    ['1h30m15s', 5415],
    ['1.5h', 5400],
    ['1.1h', 3960],
    ['0.5m', 30],
    ['1h0.5m', 3630],
    ['0s', 0]
  ])('%s', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds)
  })

  test.each<[string, number]>([
    ['100ms', 100],
    ['0.5ms', 0.5],
    ['0.1s', 100],
    ['1.005s', 1005],
    ['1s500ms', 1500],
    ['1m', 60_000]
  ])('%s in milliseconds', (text, milliseconds) => {
    expect(parseDurationMilliseconds(text)).toBe(milliseconds)
  })

  test.each([
    '',
    'h',
    '90',
    '1d',
    '1m1h',
    '-5m',
    '.5h',
    '1.h',
    '1.2.3h',
    '1,5h',
    '1e3ms',
    ' 1h',
    '1h ',
    '1h 30m',
    '9999999999h'
  ])('%j is none', text => {
    expect(parseDurationSeconds(text)).toBeUndefined()
  })
})

test.each<[string, boolean]>([
  ['9999999h', true],
  ['1h99999999s', true],
  ['0.0000001ms', true],
  ['100ms', false],
  ['9999999', false],
  ['9999999d', false],
  ['soon', false]
])('%s is a duration out of range: %s', (text, is) => {
  expect(isLongDuration(text)).toBe(is)
})

describe('sizes', () => {
  test.each<[string, number]>([
    ['500KB', 500_000],
    ['5MB', 5_000_000],
    ['2GB', 2_000_000_000],
    ['1KiB', 1024],
    ['5MiB', 5_242_880],
    ['1.5MB', 1_500_000],
    ['12B', 12],
    ['5 MB', 5_000_000]
  ])('%s', (text, bytes) => {
    expect(parseSizeBytes(text)).toBe(bytes)
  })

  test.each(['', '5', 'MB', '5mb', '-5MB', '5TB', '1e3MB', '5MB '])('%j is none', text => {
    expect(parseSizeBytes(text)).toBeUndefined()
  })
})
