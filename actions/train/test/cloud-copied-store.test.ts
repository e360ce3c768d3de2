import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { S3ObjectStore } from '../../../shared/src/adapters/aws/s3/s3-object-store.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { CloudWorld, jobName } from './cloud-world.js'

let world: CloudWorld
let copied: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
  world.cloud.sagemaker.controls.held.add('Training')
  await world.process().call({ wait: 'false' })
  await world.untilPhase('training')
  copied = await copyOf(world)
})
afterEach(async () => {
  expect(await world.close()).toEqual([])
})

/** The same account with a copy of the store, as for a backup or a trial. */
async function copyOf(original: CloudWorld): Promise<CloudWorld> {
  const { region, url: endpoint, keys } = original.cloud
  const store = new S3ObjectStore('s3://bucket/copy', { region, endpoint, credentials: keys.issue() })
  for await (const { key } of original.store.list('')) {
    const found = await original.store.read(key)
    if (found !== undefined) await store.write(key, found.bytes)
  }
  return Object.create(original, { store: { value: store } }) as CloudWorld
}

test.each([
  ['start', { store: 's3://bucket/copy' }],
  ['stop', { store: 's3://bucket/copy', operation: 'stop' }]
])('%s in a copy of the store leaves the job of the original alone', async (_, texts) => {
  const outcome = copied.process().call(texts)
  const said = await outcome.then(
    ({ reasonCode }) => reasonCode,
    () => codeOf(outcome)
  )
  expect(said).toBe('job-name-taken')
  expect(await world.states()).toEqual({ [jobName]: 'in-progress' })
  expect(await world.record()).toMatchObject({ status: 'submitted' })
})
