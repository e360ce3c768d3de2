import { describe, expect, test } from '@jest/globals'
import { conversation } from '../../../shared/src/domain/records/conversation.js'
import { toOutputs } from '../src/outcome.js'
import { issueBody, verdict, World } from './world.js'

describe('a request that waits', () => {
  test('is started by an approval of exactly that request', async () => {
    const world = new World()
    await world.label('reader')
    const outcome = await world.comment('keeper', '/mlops approve')
    expect(verdict(outcome)).toEqual(['accepted', 'request-approved', 'approve'])
    expect(toOutputs(outcome)).toMatchObject({ proceed: 'true', attempt: '1' })
    expect(outcome.run?.trainingId).toMatch(/^train-20250111-100000-/)
    expect(conversation.parse(await world.json('issues/7.json')).awaiting).toBeUndefined()
  })

  test('is not started when it was edited meanwhile', async () => {
    const world = new World()
    await world.label('reader')
    const outcome = await world.comment('keeper', '/mlops approve', { body: issueBody.replace('d1', 'd2') })
    expect(verdict(outcome)).toEqual(['invalid', 'request-changed', 'approve'])
    expect(toOutputs(outcome)['proceed']).toBe('false')
  })

  test('is still the same request when only words around it change', async () => {
    const world = new World()
    await world.label('reader')
    const outcome = await world.comment('keeper', '/mlops approve', { body: `Hello\n\n${issueBody}` })
    expect(outcome.decision).toBe('accepted')
  })

  test('approved twice by one comment is one run', async () => {
    const world = new World()
    await world.label('reader')
    const first = await world.comment('keeper', '/mlops approve')
    const second = await world.comment('keeper', '/mlops approve')
    expect(second.run?.trainingId).toBe(first.run?.trainingId)
    expect(second.reasonCode).toBe('run-attached')
  })

  test('is the latest one, also when an earlier one is delivered again', async () => {
    const world = new World()
    const later = { body: issueBody.replace('d1', 'd2'), updatedAt: '2025-01-10T09:40:00Z' }
    for (const parts of [{}, later, {}]) await world.label('reader', parts)
    const { awaiting } = conversation.parse(await world.json('issues/7.json'))
    expect(awaiting?.request.dataset_id).toBe('d2')
  })

  test('is gone when the label was set again since by who may', async () => {
    const world = new World()
    await world.label('reader')
    await world.label('writer', { body: issueBody.replace('d1', 'd2'), updatedAt: '2025-01-10T09:40:00Z' })
    expect(conversation.parse(await world.json('issues/7.json')).awaiting).toBeUndefined()
  })

  test('still waits when something else is trained meanwhile', async () => {
    const world = new World()
    await world.label('writer')
    await world.label('reader', { body: issueBody.replace('d1', 'd2'), updatedAt: '2025-01-10T09:40:00Z' })
    await world.comment('writer', '/mlops retrain')
    const { awaiting } = conversation.parse(await world.json('issues/7.json'))
    expect(awaiting?.request.dataset_id).toBe('d2')
  })

  test('is gone when rejected', async () => {
    const world = new World()
    await world.label('reader')
    expect(toOutputs(await world.comment('keeper', '/mlops reject'))).toMatchObject({
      proceed: 'false',
      command: 'reject'
    })
    expect(conversation.parse(await world.json('issues/7.json')).awaiting).toBeUndefined()
    expect(toOutputs(await world.comment('keeper', '/mlops approve', { id: 101 }))['proceed']).toBe('false')
  })
})
