import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { baselineProfile } from '../../../src/domain/records/baseline.js'
import { even, numbers, texts } from './drift-columns.js'

describe('profiles', () => {
  const mixed = (shift: number): DriftColumn[] => [
    even('smooth', shift),
    numbers('tied', 1000, index => Math.floor(((index * 617) % 1000) / 40) + shift),
    numbers('gaps', 1000, index =>
      index % 10 === 0 ? Number.NaN : index % 97 === 0 ? Infinity : Math.sin(index) + shift
    ),
    texts(
      'words',
      Array.from({ length: 1000 }, (_, index) => (index % 13 === 0 ? null : `w${index % 7}`))
    )
  ]

  test('survive JSON and hold no rows', () => {
    const profile = buildProfile(mixed(0))
    const text = JSON.stringify(profile)
    expect(baselineProfile.parse(JSON.parse(text))).toEqual(profile)
    expect(
      profile.features.every(feature => feature.kind === 'categorical' || feature.quantiles.length === 201)
    ).toBe(true)
  })

  test.each([0, 0.05, 0.3])(
    'give the same index as the data, and nearly the same distances (shift %d)',
    shift => {
      const exact = compareColumns(mixed(0), mixed(shift))
      const stored = compareProfile(buildProfile(mixed(0)), mixed(shift))
      for (const feature of exact.features) {
        const other = stored.features.find(candidate => candidate.name === feature.name)
        expect(other?.psi).toBe(feature.psi)
        expect(other?.jensen_shannon).toBe(feature.jensen_shannon)
        expect(Math.abs((other?.ks?.statistic ?? 0) - (feature.ks?.statistic ?? 0))).toBeLessThanOrEqual(
          0.0051
        )
        const difference = (other?.wasserstein_normalized ?? 0) - (feature.wasserstein_normalized ?? 0)
        expect(Math.abs(difference)).toBeLessThan(0.02)
      }
      expect(stored.severity).toBe(exact.severity)
    }
  )

  test('of any numbers: comparing data with themselves finds nothing', () => {
    const value = fc.oneof(
      fc.double({ min: -1e6, max: 1e6 }),
      fc.constantFrom(0, 1, Infinity, -Infinity, Number.NaN)
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), drawn => {
        const column: DriftColumn = { kind: 'numeric', name: 'x', values: Float64Array.from(drawn) }
        for (const result of [
          compareColumns([column], [column]),
          compareProfile(buildProfile([column]), [column])
        ]) {
          expect(result.features[0]).toMatchObject({ psi: 0, jensen_shannon: 0 })
          expect(['ok', 'insufficient-data']).toContain(result.severity)
        }
      })
    )
  })
})
