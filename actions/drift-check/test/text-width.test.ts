import { describe, expect, test } from '@jest/globals'
import { cutText, textWidth } from '../src/text-width.js'

describe('texts of a width', () => {
  test.each([
    ['東京', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['ab', 2]
  ])('%s takes %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['東京都港区', 6, '東京…'],
    ['a\nb\u202ec', 6, 'a·b·c']
  ])('%j cut to %d is %j', (text, width, cut) => {
    expect(cutText(text, width)).toBe(cut)
  })

  test('a pile of combining marks is cut, too', () => {
    expect(cutText(`a${'\u0301'.repeat(10_000)}`, 10).length).toBeLessThan(50)
  })
})
