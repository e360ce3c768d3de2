import { describe, expect, test } from '@jest/globals'
import { issueBody, verdict, World } from './world.js'

describe('authority', () => {
  test.each<[string, string, string[]]>([
    ['a reader', 'reader', ['unauthorized', 'permission-missing', 'train']],
    ['a stranger', 'nobody', ['unauthorized', 'permission-missing', 'train']],
    ['a writer', 'writer', ['accepted', 'request-accepted', 'train']]
  ])('%s sets the label', async (_name, sender, expected) => {
    expect(verdict(await new World().label(sender))).toEqual(expected)
  })

  test('is unknown without a token', async () => {
    const world = new World()
    const payload = {
      action: 'labeled',
      label: { name: 'mlops:train' },
      issue: { number: 7, title: 't', body: issueBody, updated_at: '2025-01-10T09:30:00Z' },
      sender: { login: 'writer' }
    }
    expect(verdict(await world.event('issues', payload, {}, false))).toEqual([
      'unauthorized',
      'permission-unknown',
      'train'
    ])
  })

  test('is unknown when the API does not answer', async () => {
    const world = new World()
    world.tracker.down = true
    const outcome = await world.label('writer')
    expect(verdict(outcome)).toEqual(['unauthorized', 'permission-unknown', 'train'])
    expect(await world.json('issues/7.json')).toBeUndefined()
  })

  test('is read each time', async () => {
    const world = new World()
    await world.label('writer')
    world.tracker.permissions.set('writer', 'read')
    expect((await world.comment('writer', '/mlops retrain')).reasonCode).toBe('permission-missing')
  })

  test.each<[string, string, string, string]>([
    ['retrain', 'writer', 'required-permission', 'maintain'],
    ['cancel', 'writer', 'required-permission', 'maintain']
  ])('the input can ask for more than the policy: %s', async (word, sender, _input, permission) => {
    const outcome = await new World().comment(
      sender,
      `/mlops ${word}`,
      {},
      { requiredPermission: permission as 'maintain' }
    )
    expect(outcome.decision).toBe('unauthorized')
  })

  test('the policy can ask for more than the input', async () => {
    const world = new World()
    world.tracker.files.set('.github/mlops.yml', 'permissions: {train: maintain}')
    expect((await world.label('writer')).decision).toBe('unauthorized')
    expect((await world.label('keeper')).decision).toBe('accepted')
  })

  test.each<[string, string, boolean]>([
    ['approve', 'writer', false],
    ['approve', 'keeper', true],
    ['reject', 'writer', false],
    ['reject', 'keeper', true],
    ['rollback', 'writer', false],
    ['rollback', 'keeper', true],
    ['cancel', 'reader', false],
    ['cancel', 'writer', true],
    ['status', 'nobody', false],
    ['status', 'reader', true],
    ['help', 'reader', true],
    ['anything', 'nobody', false]
  ])('/mlops %s by a %s: %s', async (word, sender, allowed) => {
    const outcome = await new World().comment(sender, `/mlops ${word}`)
    expect(outcome.decision === 'unauthorized').toBe(!allowed)
  })
})
