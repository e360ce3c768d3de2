import { describe, expect, test } from '@jest/globals'
import { languages } from '../../../shared/src/action/common-inputs.js'
import { markdownBlocks } from '../../../shared/src/domain/intake/markdown-blocks.js'
import {
  aDriftReport,
  aReportedFeature,
  aSteadyFeature
} from '../../../shared/testing/builders/drift-report.js'
import { en } from '../src/messages-en.js'
import { ja } from '../src/messages-ja.js'
import { loadMessages } from '../src/messages.js'
import { toMarkdown } from '../src/report-markdown.js'
import { category } from './category.js'

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
