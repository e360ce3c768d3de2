import { describe, expect, test } from '@jest/globals'
import { languages } from '../../../shared/src/action/common-inputs.js'
import { aReportedFeature } from '../../../shared/testing/builders/drift-report.js'
import { distributionText } from '../src/distribution.js'
import { en } from '../src/messages-en.js'
import { loadMessages } from '../src/messages.js'
import { textWidth } from '../src/text-width.js'
import { category } from './category.js'

describe('the picture of both distributions', () => {
  test('stands side by side, scaled to the largest share', () => {
    const picture = distributionText(aReportedFeature().bins ?? [], en)
    expect(picture.split('\n').map(line => line.trimEnd())).toEqual([
      '       baseline      current',
      '≤ 2.5  ███▍    50 %  ▋       10 %',
      '> 2.5  ███▍    50 %  ██████  90 %'
    ])
  })

  test.each(languages)('has lines of one width in %s, whatever the writing', async language => {
    const bins = [
      category('東京', 0.5, 0.2),
      category('a', 0.5, 0.3),
      { bin: { kind: 'unseen' as const }, baseline: 0, current: 0.5 }
    ]
    const [, ...lines] = distributionText(bins, await loadMessages(language)).split('\n')
    expect(new Set(lines.map(textWidth)).size).toBe(1)
  })

  test('of many categories shows those that moved most, and all shares', () => {
    const bins = Array.from({ length: 50 }, (_, index) =>
      category(`c${index}`, 0.02, index === 49 ? 0.51 : 0.01)
    )
    const lines = distributionText(bins, en).split('\n')
    expect(lines).toHaveLength(1 + 14)
    expect(lines.some(line => line.startsWith('c49'))).toBe(true)
    // 37 others of 2 % and of 1 %.
    expect(lines.at(-1)).toMatch(/^37 more .* 74 % .* 37 %$/)
  })
})
