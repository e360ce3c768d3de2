import { describe, expect, test } from '@jest/globals'
import { World } from './world.js'

const remedy = 'Put the changes between a line ```yaml and a line ```; quote with ">" what is only mentioned.'
const unread = (name: string) => `"${name}" stands outside a yaml block, where it would change nothing`

async function retrained(rest: string) {
  const world = new World()
  const first = await world.label('writer')
  return { first, outcome: await world.comment('writer', `/mlops retrain${rest}`, { id: 2 }) }
}

describe('a retraining whose changes nobody would read', () => {
  test.each<[string, string, [string, string][]]>([
    ['bare', '\nseed: 1', [['comment:2:1', 'seed']]],
    ['bare, after a blank line and CRLF', '\r\n\r\nseed: 1\r\n', [['comment:3:1', 'seed']]],
    ['an untagged block', '\n\n```\nseed: 1\n```', [['comment:4:1', 'seed']]],
    ['a block in another language', '\n\n```python\nseed: 1\n```', [['comment:4:1', 'seed']]],
    ['a map below its field', '\nhyperparameters:\n  max_depth: 3', [['comment:2:1', 'hyperparameters']]],
    ['indented', '\n\n    seed: 1', [['comment:3:5', 'seed']]],
    ['a block in a list', '\n\n- ```yaml\n  seed: 1\n  ```', [['comment:4:3', 'seed']]],
    ['JSON', '\n\n{"seed": 1}', [['comment:3:2', 'seed']]],
    ['a full-width colon', '\nseed：1', [['comment:2:1', 'seed']]],
    ['beside a block', '\ntarget: y\n\n```yaml\nseed: 1\n```', [['comment:2:1', 'target']]],
    [
      'two of them',
      '\nseed: 1\ntarget: y',
      [
        ['comment:2:1', 'seed'],
        ['comment:3:1', 'target']
      ]
    ]
  ])('is refused: %s', async (_name, rest, expected) => {
    const { outcome } = await retrained(rest)
    expect([outcome.decision, outcome.reasonCode, outcome.run]).toEqual([
      'invalid',
      'request-invalid',
      undefined
    ])
    expect(outcome.problems?.map(({ place, message, hint }) => [place, message, hint])).toEqual(
      expected.map(([place, name]) => [place, unread(name), remedy])
    )
  })

  test('uses up no attempt', async () => {
    const world = new World()
    await world.label('writer')
    await world.comment('writer', '/mlops retrain\nseed: 1', { id: 2 })
    const mended = await world.comment('writer', '/mlops retrain\n```yaml\nseed: 1\n```', { id: 3 })
    expect(mended.run).toMatchObject({ attempt: 2, request: { seed: 1 } })
  })
})

describe('a retraining beside which a field is only mentioned', () => {
  test.each<[string, string]>([
    ['in a sentence', '\n\nThe seed: 1 was unlucky, and target and features stay.'],
    ['with a name that is no field', '\n\nnote: try again\nmax_depth: why not'],
    ['in a quote', '\n\n> seed: 1\n\nas you said'],
    ['in an HTML comment', '\n\n<!--\nseed: 1\n-->'],
    ['in a block of text', '\n\n```text\nseed: 1\n```'],
    ['in the reason', ' reason: seed: 1 was unlucky']
  ])('starts: %s', async (_name, rest) => {
    const { first, outcome } = await retrained(rest)
    expect(outcome.run).toMatchObject({ attempt: 2, request: first.run?.request })
  })

  test('starts with the changes of its block', async () => {
    const { outcome } = await retrained('\n\nWith another start:\n\n```yml\nseed: 7\n```\n\nThanks')
    expect(outcome.run).toMatchObject({ attempt: 2, request: { seed: 7 } })
  })
})
