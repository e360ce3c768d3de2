import { expect, test } from '@jest/globals'
import { modelOfRun } from '../../src/action/model-of-run.js'
import { writeRecord } from '../../src/action/record-store.js'
import { layout } from '../../src/domain/store/layout.js'
import { aRequest, aRequestRecord, trainingId, trainingIdOf } from '../../testing/builders/records.js'
import { InMemoryObjectStore } from '../../testing/fakes/in-memory-object-store.js'

test('the model of a run is the one its request names, and a run without a record is an error', async () => {
  const store = new InMemoryObjectStore()
  const request = aRequestRecord({ request: aRequest({ model_id: 'cells' }) })
  await writeRecord(store, layout.request(trainingId), request)
  expect(await modelOfRun(store, trainingId)).toBe('cells')
  await expect(modelOfRun(store, trainingIdOf(7))).rejects.toMatchObject({
    code: 'record-missing',
    hint: 'Pass model-id, or the training-id of a run in this store.'
  })
})
