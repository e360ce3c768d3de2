import { describe, expect, test } from '@jest/globals'
import { measureText, numberTexts, percentText, percentTexts } from '../src/number-texts.js'

describe('numbers for people', () => {
  test.each([
    [
      [3.1, 4.7],
      ['3.1', '4.7']
    ],
    [
      [0.123456, 0.1239],
      ['0.123', '0.124']
    ],
    [
      [2011.2, 2011.25, 2012],
      ['2011.2', '2011.3', '2012']
    ],
    [
      [1_600_000_000, 1_600_000_060],
      ['1,600,000,000', '1,600,000,060']
    ],
    [
      [-0.5, 1e-7],
      ['−0.5', '1e−7']
    ],
    [['-inf', 'inf', 0] as const, ['−∞', '∞', '0']]
  ])('%j are %j', (numbers, texts) => {
    expect(numberTexts(numbers)).toEqual(texts)
  })

  test.each([
    [0, '0 %'],
    [0.0004, '<0.1 %'],
    [0.004, '0.4 %'],
    [0.12, '12 %'],
    [0.999, '>99 %'],
    [1, '100 %']
  ])('the share %d is %s', (share, text) => {
    expect(percentText(share)).toBe(text)
  })

  test('shares that would look the same are told apart', () => {
    expect(percentTexts(0.121, 0.124)).toEqual(['12.1 %', '12.4 %'])
  })

  test.each([
    [0, '0'],
    [0.0002, '<0.001'],
    [0.0342, '0.034'],
    [4.351, '4.35']
  ])('the measure %d is %s', (value, text) => {
    expect(measureText(value)).toBe(text)
  })
})
