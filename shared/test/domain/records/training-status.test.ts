import { expect, test } from '@jest/globals'
import { isOver } from '../../../src/domain/records/training-status.js'

test.each([
  ['has not begun', undefined, false],
  ['waits for its job', 'submitted', false],
  ['runs', 'running', false],
  ['completed', 'completed', true],
  ['failed', 'failed', true],
  ['was stopped', 'stopped', true],
  ['is in a state nobody knows', 'paused', false]
])('whether a run is over that %s', (_name, status, expected) => {
  expect(isOver({ status })).toBe(expected)
})
