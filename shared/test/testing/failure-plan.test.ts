import { expect, test } from '@jest/globals'
import { FailurePlan, delayed, droppedConnection } from '../../testing/failure-plan.js'

test('a failure befalls so many calls that match, and then none', () => {
  const plan = new FailurePlan<string>()
  plan.add(/^PUT /, 'broken', 2)
  const calls = ['GET /a', 'PUT /a', 'PUT /b', 'PUT /c']
  expect(calls.map(call => plan.take(call))).toEqual([undefined, 'broken', 'broken', undefined])
})

test('a failure befalls one call unless it is told otherwise', () => {
  const plan = new FailurePlan<string>()
  plan.add(/./, 'broken')
  expect([plan.take('GET /a'), plan.take('GET /a')]).toEqual(['broken', undefined])
})

test('failures for the same call come in the order in which they were planned', () => {
  const plan = new FailurePlan<string>()
  plan.add(/^GET /, 'first')
  plan.add(/^GET \/a$/, 'second')
  plan.add(/^PUT /, 'other')
  const calls = ['GET /a', 'GET /b', 'GET /a', 'PUT /a']
  expect(calls.map(call => plan.take(call))).toEqual(['first', undefined, 'second', 'other'])
})

test('a connection breaks before the work is done, unless it is to be after it', () => {
  expect(droppedConnection()).toEqual({ kind: 'drop', after: 'request' })
  expect(droppedConnection('handling')).toEqual({ kind: 'drop', after: 'handling' })
  expect(delayed(40)).toEqual({ kind: 'delay', milliseconds: 40 })
})
