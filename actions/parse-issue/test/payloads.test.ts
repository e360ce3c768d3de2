import { describe, expect, test } from '@jest/globals'
import { World } from './world.js'

describe('payloads', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'x'],
    ['no issue', { action: 'labeled', sender: { login: 'a' } }],
    [
      'an issue number that is a path',
      {
        action: 'labeled',
        label: { name: 'mlops:train' },
        issue: { number: '../x', title: '', body: '', updated_at: '2025-01-10T09:30:00Z' },
        sender: { login: 'a' }
      }
    ]
  ])('%s: fails the step', async (_name, payload) => {
    await expect(new World().event('issues', payload)).rejects.toMatchObject({ code: 'event-unreadable' })
  })
})
