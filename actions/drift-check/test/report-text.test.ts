import { describe, expect, test } from '@jest/globals'
import { languages } from '../../../shared/src/action/common-inputs.js'
import type { ReportedFeature } from '../../../shared/src/domain/records/drift-report.js'
import { markdownBlocks } from '../../../shared/src/domain/intake/markdown-blocks.js'
import {
  aDriftReport,
  aReportedFeature,
  aSteadyFeature
} from '../../../shared/testing/builders/drift-report.js'
import { distributionText } from '../src/distribution.js'
import { headlineOf } from '../src/headline.js'
import { en } from '../src/messages-en.js'
import { ja } from '../src/messages-ja.js'
import { loadMessages } from '../src/messages.js'
import { measureText, numberTexts, percentText, percentTexts } from '../src/number-texts.js'
import { toMarkdown } from '../src/report-markdown.js'
import { cutText, textWidth } from '../src/text-width.js'

const category = (value: string, baseline: number, current: number) => ({
  bin: { kind: 'category' as const, value },
  baseline,
  current
})
const moved = (bins: ReportedFeature['bins']): ReportedFeature =>
  aSteadyFeature({ name: 'city', severity: 'retrain', psi: 0.4, ...(bins !== undefined && { bins }) })

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

describe('the headline', () => {
  const counts = '1 of 2 columns is at warn or retrain.'

  test.each([
    [
      'the median',
      aDriftReport(),
      `"temperature" drifted most (median 3.1 → 4.7; PSI 0.62, above 0.25); ${counts}`
    ],
    [
      'a category',
      aDriftReport({
        features: [moved([category('X', 0.12, 0.31), category('Y', 0.88, 0.75)]), aSteadyFeature()]
      }),
      `"city" drifted most ("X": 12 % → 31 %; PSI 0.40, above 0.25); ${counts}`
    ],
    [
      'missing cells',
      aDriftReport({
        features: [
          moved(
            [
              category('X', 0.99, 0.6),
              { bin: { kind: 'missing' as const }, baseline: 0.01, current: 0.4 }
            ].toReversed()
          ),
          aSteadyFeature()
        ]
      }),
      `"city" drifted most (missing 1 % → 40 %; PSI 0.40, above 0.25); ${counts}`
    ],
    [
      'a missing critical column rather than a feature that drifted',
      aDriftReport({ violations: [{ feature: 'id', check: 'missing_column', severity: 'retrain' }] }),
      'Missing from the current data: "id".'
    ],
    [
      'too few rows',
      aDriftReport({
        severity: 'insufficient-data',
        reason_code: 'too-few-rows',
        current_rows: 120,
        rows_needed: { baseline: 1000, current: 260 }
      }),
      'Too few rows for a verdict: there are 1,000 in the baseline and 120 in the current data, and about 1,000 in the baseline and 260 in the current data are needed.'
    ],
    [
      'nothing',
      aDriftReport({ severity: 'ok', reason_code: 'no-drift', features: [aSteadyFeature()] }),
      'Nothing drifted: the largest PSI of 1 column is 0.002 ("region").'
    ]
  ])('names %s', (_name, report, text) => {
    expect(headlineOf(report, en)).toBe(text)
  })

  const bothMoved = aDriftReport({
    features: [aReportedFeature({ name: 'id', psi: 3 }), aReportedFeature()]
  })

  test.each([
    ['another column before an identifier', bothMoved, ['id'], 'temperature'],
    ['the worst of identifiers where nothing else drifted', bothMoved, ['id', 'temperature'], 'id'],
    [
      'an identifier that was called critical',
      aDriftReport({
        features: [aReportedFeature({ name: 'id', psi: 3, critical: true }), aReportedFeature()]
      }),
      ['id'],
      'id'
    ],
    [
      'another column before an identifier at notice',
      aDriftReport({
        severity: 'notice',
        features: ['id', 'temperature'].map(name => aReportedFeature({ name, severity: 'notice' }))
      }),
      ['id'],
      'temperature'
    ]
  ])('names %s', (_name, report, identifiers, column) => {
    expect(headlineOf(report, en, new Set(identifiers))).toMatch(new RegExp(`^"${column}" `))
  })

  test.each(languages)('says where no column holds a value, in %s', async language => {
    const empty = aSteadyFeature({ missing_rate: { baseline: 1, current: 1 } })
    const report = aDriftReport({ severity: 'ok', reason_code: 'no-drift', features: [empty] })
    const messages = await loadMessages(language)
    expect(headlineOf(report, messages)).toBe(messages.headline.noValues)
    const filled = { ...report, features: [empty, aSteadyFeature()] }
    expect(headlineOf(filled, messages)).not.toBe(messages.headline.noValues)
  })

  test('is in Japanese where that is the language', () => {
    expect(headlineOf(aDriftReport(), ja)).toBe(
      '「temperature」の変化が最大です（中央値 3.1 → 4.7、PSI 0.62、基準値 0.25 超）。2 列のうち 1 列が warn 以上です。'
    )
  })
})

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

const EVIL = [
  '</summary></details><img src=x onerror=alert(1)>',
  '| a | b |\n| --- | --- |',
  '```\n## injected',
  '@octocat #1 https://evil.example www.evil.example',
  '::error::x\r\n::set-output name=a::b',
  '$x^2$ <!-- -->',
  '\u202egnp.exe'
]

describe('hostile names and categories', () => {
  test.each(languages)('show themselves and do nothing, in %s', async language => {
    const features = EVIL.map(name =>
      aSteadyFeature({
        name,
        severity: 'retrain',
        psi: 1,
        bins: [category(name, 0.1, 0.9), category('b', 0.9, 0.1)]
      })
    )
    const report = aDriftReport({
      features,
      violations: EVIL.map(feature => ({ feature, check: 'extra_column', severity: 'notice' })),
      not_compared: EVIL.map(name => ({ name, role: 'target' })),
      baseline: { kind: 'data', source: EVIL.join(' '), sha256: '0'.repeat(64) },
      model_id: null
    })
    const text = toMarkdown(report, await loadMessages(language))
    const outside = withoutCode(text)
    expect(outside).not.toMatch(
      /<img|onerror=alert\(1\)>|<!--|\$x|@octocat|#1\b|https:\/\/|www\.e|[\r\u202e]/
    )
    expect(text).not.toMatch(/^(## injected|::)/m)
    const headings = ((await markdownBlocks(text)) ?? []).filter(({ kind }) => kind === 'heading')
    expect(headings).toHaveLength(4)
    expect(outside.match(/<details>/g)).toHaveLength(EVIL.length + 1)
    expect(outside.match(/<\/details>/g)).toHaveLength(EVIL.length + 1)
  })
})

/** Markdown without its code blocks and code spans, where nothing is more than text. */
function withoutCode(text: string): string {
  return text.replace(/^(`{3,})text\n[^]*?\n\1$/gm, '').replace(/(`+)[^`\n](?:[^\n]*?[^`\n])?\1(?!`)/g, '')
}

describe('the size', () => {
  test('is bounded for thousands of features with long names and many categories', () => {
    const bins = Array.from({ length: 53 }, (_, index) =>
      category(`${'x'.repeat(200)}${index}`, 1 / 53, 1 / 53)
    )
    const features = Array.from({ length: 5000 }, (_, index) =>
      aSteadyFeature({ name: `${index}${'ä'.repeat(5000)}`, severity: 'retrain', psi: 1, bins })
    )
    const violations = features.map(({ name }) => ({
      feature: name,
      check: 'extra_column' as const,
      severity: 'notice' as const
    }))
    const text = toMarkdown(aDriftReport({ features, violations }), en)
    expect(text.length).toBeLessThan(60_000)
    expect(text).toContain('4980 columns more')
  })

  test.each([
    ['four columns', { baseline: 0, current: 0 }, 4],
    ['five, where something is missing', { baseline: 0, current: 0.01 }, 5]
  ])('is that of a phone: a table of %s', (_name, missing_rate, columns) => {
    const report = aDriftReport({ features: [aReportedFeature({ missing_rate }), aSteadyFeature()] })
    const rows = toMarkdown(report, en)
      .split('\n')
      .filter(line => line.startsWith('|'))
    expect(new Set(rows.map(row => row.split(' | ').length))).toEqual(new Set([columns, 4]))
  })
})

describe('what the report says', () => {
  const unregistered = {
    model_id: null,
    version: null,
    baseline: { kind: 'data' as const, source: 'old.csv', sha256: '0'.repeat(64) },
    current: { source: 'new.csv', sha256: '1'.repeat(64) }
  }

  test.each([
    ['a model', {}, en, '## 🔴 Drift: `churn` v1.0.0 should be retrained'],
    ['files', unregistered, en, '## 🔴 Drift: current `new.csv` has drifted from `old.csv`'],
    ['files', unregistered, ja, '## 🔴 ドリフト: 現在のデータ `new.csv` は `old.csv` から変化しています'],
    ['files that are fine', { ...unregistered, severity: 'ok' as const }, en, '## ✅ No drift: `new.csv`']
  ])('its title is about %s', (_name, change, messages, title) => {
    expect(toMarkdown(aDriftReport(change), messages).split('\n')[0]).toBe(title)
  })

  test.each(languages)('which columns that moved look like identifiers, in %s', async language => {
    const report = aDriftReport({ features: [aReportedFeature({ name: 'id' }), aSteadyFeature()] })
    const messages = await loadMessages(language)
    const text = (...names: string[]) => toMarkdown(report, messages, { identifiers: new Set(names) })
    expect(text('id')).toContain(messages.identifiers('`id`'))
    expect(messages.identifiers('`id`')).toContain('`features`')
    // What did not move needs no remark.
    expect(text('region')).toBe(text())
  })

  test('what was not judged, and why', () => {
    const features = [
      aSteadyFeature({ name: 'noisy', severity: 'insufficient-data', psi_critical: 0.3 }),
      aSteadyFeature({ name: 'short', severity: 'insufficient-data', psi_critical: 0.1 }),
      aSteadyFeature({ name: 'brief', severity: 'insufficient-data', psi_critical: 0.1 })
    ]
    const text = toMarkdown(
      aDriftReport({ features, current_rows: 150, not_compared: [{ name: 'label', role: 'target' }] }),
      en
    )
    expect(text).toContain('- `noisy`: so few rows make a PSI of 0.30 by chance')
    expect(text).toContain('- `short`, `brief`: 150 rows, fewer than 200')
    expect(text).toContain('- `label`: the target is not in the current data, which is no violation')
  })

  test('columns without drift are folded, and counted with those that are not shown', () => {
    const steady = Array.from({ length: 30 }, (_, index) => aSteadyFeature({ name: `calm_${index}` }))
    const text = toMarkdown(aDriftReport({ features: [aReportedFeature(), ...steady] }), en)
    const [open = '', folded = ''] = text.split('<details><summary>✅ 30 columns without drift</summary>')
    expect(open).not.toContain('calm_')
    expect(folded.match(/`calm_\d+`/g)).toHaveLength(19)
    expect(folded).toContain('11 columns more')
  })

  test('verdict first, then columns, details, and how the verdict follows', () => {
    const text = toMarkdown(aDriftReport(), en, { notes: ['Retraining was asked for: retrain.yml.'] })
    const order = [
      '## 🔴',
      'drifted most',
      'asked for',
      '| Column',
      '### Distributions',
      'How the verdict',
      'drift-20250110'
    ]
    const places = order.map(part => text.indexOf(part))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  test.each(languages)('where nothing happened it is short, in %s', async language => {
    const report = aDriftReport({
      severity: 'ok',
      reason_code: 'no-drift',
      drift_share: 0,
      features: [aSteadyFeature()]
    })
    const text = toMarkdown(report, await loadMessages(language))
    expect(text).toMatch(/^## ✅/)
    expect(text).not.toContain('###')
  })
})
