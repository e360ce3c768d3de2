import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { slowDown } from '../../../shared/testing/aws-server/http/failures.js'
import { droppedConnection } from '../../../shared/testing/failure-plan.js'
import { S3World } from '../../../shared/test/adapters/aws/s3/s3-world.js'
import { World } from './world.js'

let aws: S3World
let world: World
beforeEach(async () => {
  aws = await S3World.open()
  world = new World(aws.store())
})
afterEach(async () => {
  world.close()
  expect(await aws.close()).toEqual([])
})

test.each([
  { network: 'a good network', disturb: () => undefined },
  {
    network: 'a bad network',
    disturb: () => {
      aws.server.s3.conflictsOnRace = true
      aws.server.failures.add(/PutObject/, droppedConnection('handling'), 6)
      aws.server.failures.add(/PutObject/, slowDown(), 4)
      aws.server.failures.add(/GetObject/, droppedConnection('request'), 4)
    }
  }
])(
  'ten registrations at the same time on one model in S3, over $network, lose no version',
  async ({ disturb }) => {
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1)
    for (const number of numbers) await world.putRun(number)
    disturb()
    // Each from a job of its own.
    const outcomes = await Promise.all(
      numbers.map(number => world.call({ 'training-id': trainingIdOf(number) }, aws.store()))
    )
    expect(outcomes.map(({ decision }) => decision)).toEqual(numbers.map(() => 'registered'))
    expect(new Set(outcomes.map(({ version }) => version)).size).toBe(10)
    const versions = (await world.registry())?.versions ?? []
    // Each is named, or was pruned as one of the oldest.
    const pruned = new Set(outcomes.flatMap(outcome => outcome.pruned))
    const kept = outcomes.flatMap(({ version }) => version ?? []).filter(version => !pruned.has(version))
    expect(versions.map(({ version }) => version).sort()).toEqual(kept.sort())
    for (const { version, training_id } of versions) {
      const number = numbers.find(candidate => trainingIdOf(candidate) === training_id)
      expect(await world.text(`models/churn/${version}/model.onnx`)).toBe(`onnx of run ${number ?? ''}`)
    }
  }
)
