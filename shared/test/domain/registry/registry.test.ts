import { describe, expect, test } from '@jest/globals'
import { nextVersion, requiredBump, type ModelContract } from '../../../src/domain/registry/next-version.js'
import {
  addVersion,
  emptyRegistry,
  promoteVersion,
  removeVersions,
  stageVersion
} from '../../../src/domain/registry/registry.js'
import { versionsToPrune } from '../../../src/domain/registry/retention.js'
import { bumpVersion, compareVersions } from '../../../src/domain/registry/semantic-version.js'
import type { RegistryRecord, RegistryVersion } from '../../../src/domain/records/registry.js'

const contract: ModelContract = {
  task: 'classification',
  target: 'y',
  features: ['a', 'b'],
  classes: ['0', '1'],
  algorithm: 'random_forest',
  hyperparameters_sha256: '1'.repeat(64),
  preprocessing_sha256: '2'.repeat(64)
}
const entry = (version: string, change: Partial<RegistryVersion> = {}): RegistryVersion => ({
  version,
  stage: 'candidate',
  training_id: 'train-20250110-000000-00000000',
  created_at: '2025-01-10T00:00:00Z',
  sha256: '0'.repeat(64),
  metrics: {},
  contract,
  ...change
})
const registryOf = (...versions: RegistryVersion[]): RegistryRecord => ({ ...emptyRegistry('m'), versions })

describe('semantic versions', () => {
  test.each([
    ['v1.2.3', 'major', 'v2.0.0'],
    ['v1.2.3', 'minor', 'v1.3.0'],
    ['v1.2.3', 'patch', 'v1.2.4']
  ] as const)('%s bumped by %s is %s', (from, bump, to) => expect(bumpVersion(from, bump)).toBe(to))

  test('compare by number, not by text', () => {
    expect(['v1.10.0', 'v1.9.9', 'v2.0.0', 'v1.9.10'].sort(compareVersions)).toEqual([
      'v1.9.9',
      'v1.9.10',
      'v1.10.0',
      'v2.0.0'
    ])
  })
})

describe('the next version', () => {
  const changes: [string, Partial<ModelContract>, 'major' | 'minor' | 'patch'][] = [
    ['nothing', {}, 'patch'],
    ['the features', { features: ['a', 'b', 'c'] }, 'major'],
    ['the order of the features', { features: ['b', 'a'] }, 'major'],
    ['the target', { target: 'z' }, 'major'],
    ['the task', { task: 'regression' }, 'major'],
    ['the classes', { classes: ['0', '1', '2'] }, 'major'],
    ['the algorithm', { algorithm: 'xgboost' }, 'minor'],
    ['the hyperparameters', { hyperparameters_sha256: '3'.repeat(64) }, 'minor'],
    ['the preprocessing', { preprocessing_sha256: '3'.repeat(64) }, 'minor']
  ]
  test.each(changes)('%s changed: the bump', (_what, change, bump) => {
    expect(requiredBump(contract, { ...contract, ...change }).bump).toBe(bump)
  })

  test('the first is v1.0.0', () => {
    expect(nextVersion(emptyRegistry('m'), contract, { bump: 'auto', taken: new Set() })).toMatchObject({
      version: 'v1.0.0',
      parent: null
    })
  })

  test('follows the latest by number, a rejected one included, so that no number is used twice', () => {
    const registry = registryOf(entry('v1.0.0'), entry('v1.0.10', { stage: 'rejected' }), entry('v1.0.9'))
    expect(nextVersion(registry, contract, { bump: 'auto', taken: new Set() })).toMatchObject({
      version: 'v1.0.11',
      parent: 'v1.0.10'
    })
  })

  test('leaves out numbers that others have reserved', () => {
    const taken = new Set(['v1.0.1', 'v1.0.2'])
    expect(nextVersion(registryOf(entry('v1.0.0')), contract, { bump: 'auto', taken }).version).toBe('v1.0.3')
  })
})

describe('stages', () => {
  test('promotion archives the version before', () => {
    const registry = promoteVersion(
      promoteVersion(registryOf(entry('v1.0.0'), entry('v1.0.1')), 'v1.0.0', 't1'),
      'v1.0.1',
      't2'
    )
    expect(registry.production).toBe('v1.0.1')
    expect(registry.versions.map(v => v.stage)).toEqual(['archived', 'production'])
  })

  test('rejecting leaves production alone', () => {
    const registry = stageVersion(
      addVersion(promoteVersion(registryOf(entry('v1.0.0')), 'v1.0.0', 't'), entry('v1.0.1')),
      'v1.0.1',
      'rejected'
    )
    expect(registry.production).toBe('v1.0.0')
    expect(registry.versions.map(v => v.stage)).toEqual(['production', 'rejected'])
  })
})

describe('retention', () => {
  const many = Array.from({ length: 9 }, (_, i) =>
    entry(`v1.0.${i}`, { stage: i < 3 ? 'archived' : 'candidate' })
  )

  test('keeps the last five generations at least', () => {
    const gone = versionsToPrune(registryOf(...many), 1).map(v => v.version)
    expect(gone).toEqual(['v1.0.3', 'v1.0.2', 'v1.0.1', 'v1.0.0'])
  })

  test('keeps production, however old', () => {
    const registry = promoteVersion(registryOf(...many), 'v1.0.0', '2025-01-01T00:00:00Z')
    expect(versionsToPrune(registry, 5).map(v => v.version)).toEqual(['v1.0.3', 'v1.0.2', 'v1.0.1'])
  })

  test('keeps what a rollback could return to', () => {
    const served = many.map((v, i) => (i < 2 ? { ...v, promoted_at: `2025-01-0${i + 1}T00:00:00Z` } : v))
    const registry = promoteVersion(registryOf(...served), 'v1.0.8', '2025-02-01T00:00:00Z')
    expect(versionsToPrune(registry, 5).map(v => v.version)).toEqual(['v1.0.3', 'v1.0.2'])
  })

  test('removal touches nothing else', () => {
    const registry = registryOf(...many)
    expect(removeVersions(registry, versionsToPrune(registry, 6)).versions).toHaveLength(6)
  })
})
