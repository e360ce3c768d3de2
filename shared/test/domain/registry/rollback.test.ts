import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  registryRecord,
  type RegistryRecord,
  type RegistryVersion
} from '../../../src/domain/records/registry.js'
import { quarantineOf, releaseFromQuarantine } from '../../../src/domain/registry/quarantine.js'
import {
  emptyRegistry,
  findVersion,
  promoteVersion,
  stageVersion
} from '../../../src/domain/registry/registry.js'
import { planRollback, rollBack } from '../../../src/domain/registry/rollback.js'

const digest = (character: string) => character.repeat(64)
const origin = (character: string) => ({ request_sha256: digest(character), dataset_sha256: digest('d') })
const at = (minute: number) => `2025-01-10T10:${String(minute).padStart(2, '0')}:00Z`

const entry = (version: string): RegistryVersion => ({
  version,
  stage: 'candidate',
  training_id: 'train-20250110-000000-00000000',
  created_at: at(0),
  sha256: digest('0'),
  metrics: {},
  contract: {
    task: 'classification',
    target: 'y',
    features: ['a'],
    classes: null,
    algorithm: 'random_forest',
    hyperparameters_sha256: digest('1'),
    preprocessing_sha256: digest('2')
  }
})

/** Versions v1.0.0 to v1.0.<count - 1>, promoted in this order, a minute apart. */
function promoted(order: readonly number[], count: number): RegistryRecord {
  const versions = Array.from({ length: count }, (_, patch) => entry(`v1.0.${patch}`))
  return order.reduce((registry, patch, index) => promoteVersion(registry, `v1.0.${patch}`, at(index + 1)), {
    ...emptyRegistry('churn'),
    versions
  })
}

const wish = { to: undefined, from: undefined, askedAt: undefined }
const back = (registry: RegistryRecord, from: string, to: string, minute: number) =>
  rollBack(registry, { from, to }, { at: at(minute), reason: 'bad', origin: origin('a') })

describe('the version that a rollback goes back to', () => {
  test.each([
    ['promoted in the order of their numbers', [0, 1, 2], 'v1.0.1'],
    ['promoted in another order', [1, 0, 2], 'v1.0.0'],
    ['promoted twice', [0, 1, 0, 2], 'v1.0.0']
  ])('is the one that was in production last: %s', (_name, order, expected) => {
    expect(planRollback(promoted(order, 3), wish)).toMatchObject({
      kind: 'roll-back',
      from: { version: 'v1.0.2' },
      to: { version: expected }
    })
  })

  test('is never a candidate, and never one that was withdrawn', () => {
    const registry = stageVersion(promoted([0, 1, 2], 4), 'v1.0.1', 'rejected')
    expect(planRollback(registry, wish)).toMatchObject({ to: { version: 'v1.0.0' } })
    for (const [to, kind] of [
      ['v1.0.1', 'withdrawn'],
      ['v1.0.3', 'never-in-production'],
      ['v9.0.0', 'version-unknown']
    ])
      expect(planRollback(registry, { ...wish, to })).toMatchObject({ kind })
  })

  test('is not there where nothing was in production before', () => {
    expect(planRollback(promoted([0], 2), wish)).toEqual({ kind: 'no-earlier-version', production: 'v1.0.0' })
    expect(planRollback(promoted([], 2), wish)).toEqual({ kind: 'no-production' })
  })
})

describe('a repeated rollback', () => {
  const once = back(promoted([0, 1, 2], 3), 'v1.0.2', 'v1.0.1', 9)

  test.each([
    ['the same again', wish],
    ['with the version it went to', { ...wish, to: 'v1.0.1' }],
    ['with the version it replaced', { ...wish, from: 'v1.0.2' }],
    ['with the version that is there now', { ...wish, from: 'v1.0.1' }]
  ])('changes nothing: %s', (_name, repeated) => {
    expect(planRollback(once, repeated)).toEqual({ kind: 'already-restored', from: 'v1.0.2', to: 'v1.0.1' })
  })

  test('goes further back only to a version that is named', () => {
    expect(planRollback(once, { ...wish, to: 'v1.0.0' })).toMatchObject({ to: { version: 'v1.0.0' } })
  })

  test('is a new one after a promotion', () => {
    const later = promoteVersion({ ...once, versions: [...once.versions, entry('v1.0.3')] }, 'v1.0.3', at(10))
    expect(planRollback(later, wish)).toMatchObject({
      from: { version: 'v1.0.3' },
      to: { version: 'v1.0.1' }
    })
    const restored = promoteVersion(later, 'v1.0.1', at(11))
    expect(planRollback(restored, wish)).toMatchObject({
      from: { version: 'v1.0.1' },
      to: { version: 'v1.0.3' }
    })
  })
})

test('who replaces another version than the one that is there is refused', () => {
  expect(planRollback(promoted([0, 1, 2], 3), { ...wish, from: 'v1.0.1' })).toEqual({
    kind: 'production-changed',
    production: 'v1.0.2'
  })
})

test.each([
  ['before it was asked for', at(4), 'roll-back'],
  ['in the second in which it was asked for', at(3), 'roll-back'],
  ['after it was asked for', at(2), 'production-changed']
])('a version that became production %s', (_name, askedAt, kind) => {
  expect(planRollback(promoted([0, 1, 2], 3), { ...wish, askedAt })).toMatchObject({ kind })
})

test('a repetition that was asked for before the first one was carried out changes nothing', () => {
  const once = back(promoted([0, 1, 2], 3), 'v1.0.2', 'v1.0.1', 9)
  expect(planRollback(once, { ...wish, askedAt: at(8) })).toMatchObject({ kind: 'already-restored' })
})

test('what stands in the list of the quarantine is withdrawn, whatever its stage says', () => {
  const quarantine = [{ version: 'v1.0.1', reason: 'bad', ...origin('a'), quarantined_at: at(9) }]
  const registry = { ...promoted([0, 1, 2], 3), quarantine }
  expect(planRollback(registry, { ...wish, to: 'v1.0.1' }).kind).toBe('withdrawn')
  expect(planRollback(registry, wish)).toMatchObject({ kind: 'roll-back', to: { version: 'v1.0.0' } })
})

describe('the quarantine', () => {
  const registry = back(promoted([0, 1], 2), 'v1.0.1', 'v1.0.0', 9)

  test('notes what the version was made from, and holds all that is made from it', () => {
    expect(registry.quarantine).toEqual([
      { version: 'v1.0.1', reason: 'bad', ...origin('a'), quarantined_at: at(9), restored: 'v1.0.0' }
    ])
    expect(quarantineOf(registry, origin('a'))?.version).toBe('v1.0.1')
    expect(quarantineOf(registry, origin('b'))).toBeUndefined()
    expect(quarantineOf(registry, { ...origin('a'), dataset_sha256: digest('e') })).toBeUndefined()
    expect(quarantineOf(registry, undefined)).toBeUndefined()
  })

  test('lets a version go to where it was', () => {
    const released = releaseFromQuarantine(registry, 'v1.0.1')
    expect(released).toMatchObject({ production: 'v1.0.0', quarantine: [] })
    expect(findVersion(released, 'v1.0.1')?.stage).toBe('archived')
    const neverUsed = { ...registry, versions: [{ ...entry('v1.0.1'), stage: 'quarantined' as const }] }
    expect(findVersion(releaseFromQuarantine(neverUsed, 'v1.0.1'), 'v1.0.1')?.stage).toBe('candidate')
    expect(releaseFromQuarantine({ ...registry, versions: [] }, 'v1.0.1').quarantine).toEqual([])
  })
})

test('whatever is promoted, rolled back and released: one version is in production, and none that is quarantined', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('promote'), patch: fc.nat(4) }),
    fc.record({ do: fc.constant('back'), patch: fc.nat(4) }),
    fc.record({ do: fc.constant('back to'), patch: fc.nat(4) }),
    fc.record({ do: fc.constant('release'), patch: fc.nat(4) })
  )
  const act = (registry: RegistryRecord, what: string, version: string, minute: number): RegistryRecord => {
    const { stage } = findVersion(registry, version) ?? {}
    if (what === 'promote')
      return stage === 'quarantined' ? registry : promoteVersion(registry, version, at(minute))
    if (what === 'release') return releaseFromQuarantine(registry, version)
    const plan = planRollback(registry, { ...wish, to: what === 'back to' ? version : undefined })
    return plan.kind === 'roll-back' ? back(registry, plan.from.version, plan.to.version, minute) : registry
  }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      let registry = promoted([0], 5)
      for (const [minute, { do: what, patch }] of steps.entries())
        registry = act(registry, what, `v1.0.${patch}`, minute + 2)
      const inProduction = registry.versions.filter(({ stage }) => stage === 'production')
      expect(inProduction.map(({ version }) => version)).toEqual([registry.production])
      const quarantined = registry.versions.filter(({ stage }) => stage === 'quarantined')
      expect(quarantined.map(({ version }) => version).sort()).toEqual(
        [...new Set(registry.quarantine.map(({ version }) => version))].sort()
      )
      expect(registryRecord.safeParse(registry).success).toBe(true)
    })
  )
})
