import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { hintedRun } from '../src/event-hint.js'

describe('the run an event names', () => {
  test.each<[string, unknown, string | undefined]>([
    ['a training id', { client_payload: { 'training-id': trainingId } }, trainingId],
    ['a job name', { client_payload: { job_name: 'mlops-churn-20250110-093000-1a2b3c4d-r2' } }, trainingId],
    ['an input', { inputs: { 'training-id': trainingId } }, trainingId],
    ['a path', { client_payload: { 'training-id': '../../models/churn' } }, undefined],
    ['a command', { client_payload: { 'job-name': 'x; rm -rf /' } }, undefined],
    ['an object', { client_payload: { 'training-id': { toString: 1 } } }, undefined],
    ['a prototype', JSON.parse('{"__proto__": {"client_payload": {"training-id": "x"}}}'), undefined],
    ['nothing', null, undefined]
  ])('%s', (_, event, expected) => {
    expect(hintedRun(JSON.stringify(event))).toBe(expected)
  })

  test('a text that is no event names none', () => {
    fc.assert(fc.property(fc.string(), text => hintedRun(text) === undefined))
    expect(hintedRun(undefined)).toBeUndefined()
  })
})
