import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { baselineProfile } from '../../../shared/src/domain/records/baseline.js'
import { modelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import { emptyRegistry } from '../../../shared/src/domain/registry/registry.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { FaultyObjectStore, Killed } from '../../../shared/testing/fakes/faulty-object-store.js'
import { reserveVersion } from '../src/reserve-version.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

/** Every version the registry names has all its files, and they are those of its own run. */
async function expectNamedVersionsWhole(): Promise<void> {
  for (const { version, training_id, sha256 } of (await world.registry())?.versions ?? []) {
    const prefix = `models/churn/${version}/`
    const metadata = modelMetadata.parse(JSON.parse(await world.text(`${prefix}model_metadata.json`)))
    expect(metadata).toMatchObject({ version, training_id })
    expect(metadata.artifacts.map(artifact => artifact.path)).toEqual([
      'model.tar.gz',
      'model.onnx',
      'baseline.json'
    ])
    for (const artifact of metadata.artifacts) {
      const object = await world.store.read(prefix + artifact.path)
      expect(
        createHash('sha256')
          .update(object?.bytes ?? '')
          .digest('hex')
      ).toBe(artifact.sha256)
    }
    expect(metadata.artifacts[0]?.sha256).toBe(sha256)
    expect(JSON.parse(await world.text(`${prefix}evaluation.json`))).toMatchObject({ training_id })
    expect(await world.text(`${prefix}model_card.md`)).toContain(training_id)
    const baseline = baselineProfile.parse(JSON.parse(await world.text(`${prefix}baseline.json`)))
    expect(baseline).toMatchObject({ version, training_id, rows: 300 })
  }
}

describe('a job that is killed', () => {
  // reservation, archive, ONNX file, baseline, evaluation, card, metadata, registry; with the sixth version also what is pruned
  const changesOfOneRegistration = 8

  test('makes eight changes when nobody kills it', async () => {
    await world.putRunWithData(1)
    const counting = new FaultyObjectStore(world.store)
    await world.call({ 'training-id': trainingIdOf(1) }, counting)
    expect(counting.changes).toBe(changesOfOneRegistration)
  })

  const moments = Array.from({ length: changesOfOneRegistration }, (_, index) => index + 1).flatMap(at =>
    (['before', 'after'] as const).map(when => ({ when, at }))
  )

  test.each(moments)(
    '$when change $at leaves no half version, and the next try ends registered',
    async moment => {
      await world.runWithData(1)
      await world.putRunWithData(2)
      const dying = new FaultyObjectStore(world.store, moment.at, moment.when)
      await expect(world.call({ 'training-id': trainingIdOf(2) }, dying)).rejects.toThrow(Killed)
      await expectNamedVersionsWhole()
      const again = await world.register(2)
      expect(['registered', 'already-registered']).toContain(again.decision)
      expect(again).toMatchObject({ version: 'v1.0.1', stage: 'production' })
      expect(await world.stages()).toEqual(['v1.0.0 archived', 'v1.0.1 production'])
      await expectNamedVersionsWhole()
      expect(world.leftovers()).toEqual([])
    }
  )

  test('and overtaken by another run gets a later number', async () => {
    await world.runWithData(1)
    await world.putRunWithData(2)
    const dying = new FaultyObjectStore(world.store, 3, 'after')
    await expect(world.call({ 'training-id': trainingIdOf(2) }, dying)).rejects.toThrow(Killed)
    expect(await world.runWithData(3)).toMatchObject({ version: 'v1.0.2' })
    expect(await world.register(2)).toMatchObject({ decision: 'registered', version: 'v1.0.3' })
    await expectNamedVersionsWhole()
  })
})

describe('registrations at the same time', () => {
  test('of several runs give each its own version and its own files', async () => {
    const numbers = [1, 2, 3, 4]
    for (const number of numbers) await world.putRunWithData(number)
    const outcomes = await Promise.all(numbers.map(number => world.register(number)))
    expect(outcomes.map(outcome => outcome.decision)).toEqual(numbers.map(() => 'registered'))
    expect(new Set(outcomes.map(outcome => outcome.version)).size).toBe(numbers.length)
    const registry = await world.registry()
    expect(registry?.versions.map(version => version.training_id).sort()).toEqual(numbers.map(trainingIdOf))
    await expectNamedVersionsWhole()
    for (const { version, training_id } of registry?.versions ?? []) {
      const number = numbers.find(candidate => trainingIdOf(candidate) === training_id)
      expect(await world.text(`models/churn/${version}/model.onnx`)).toBe(`onnx of run ${number ?? ''}`)
    }
    expect(registry?.versions.filter(version => version.stage === 'production')).toHaveLength(1)
  })

  test('never give a number twice, not even one whose version is pruned meanwhile', async () => {
    for (let number = 1; number <= 6; number++) await world.run(number, {}, { promote: 'false' })
    const versions = (await world.registry())?.versions ?? []
    expect(versions.map(({ version }) => version)).not.toContain('v1.0.0')
    const [first] = versions
    if (first === undefined) throw new Error('nothing was registered')
    // A job that read the registry before the first of the others was registered.
    const wish = { trainingId: trainingIdOf(7), contract: first.contract, bump: 'auto' } as const
    const ports = { store: world.store, clock: { now: () => new Date() } }
    expect(await reserveVersion(ports, emptyRegistry('churn'), wish)).toMatchObject({ version: 'v1.0.6' })
  })

  test('of one run register it once', async () => {
    await world.putRunWithData(1)
    const outcomes = await Promise.all([world.register(1), world.register(1)])
    expect(outcomes.map(outcome => outcome.decision).sort()).toEqual(['already-registered', 'registered'])
    expect(outcomes.map(outcome => outcome.version)).toEqual(['v1.0.0', 'v1.0.0'])
    expect(await world.stages()).toEqual(['v1.0.0 production'])
    await expectNamedVersionsWhole()
  })
})
