import { describe, expect, test } from '@jest/globals'
import { toOutputs } from '../src/outcome.js'
import { request, requestText, verdict, World } from './world.js'

describe('commands', () => {
  test.each<[string, string, object]>([
    [
      'approve a version',
      '/mlops approve v1.2.0',
      { command: 'approve', 'command-arguments': '{"version":"v1.2.0"}' }
    ],
    [
      'reject a version',
      '/mlops reject v1.2.0 reason: too slow',
      { command: 'reject', 'command-arguments': '{"version":"v1.2.0","reason":"too slow"}' }
    ],
    [
      'roll back',
      '/mlops rollback reason: drift',
      { command: 'rollback', 'command-arguments': '{"reason":"drift"}' }
    ],
    ['cancel', '/mlops cancel', { command: 'cancel' }]
  ])('hand over: %s', async (_name, body, expected) => {
    const world = new World()
    const { run } = await world.label('writer')
    const outcome = await world.comment('keeper', body)
    expect(outcome.reasonCode).toBe('command-accepted')
    expect(toOutputs(outcome)).toMatchObject({
      proceed: 'false',
      'training-id': run?.trainingId,
      'model-id': 'churn',
      ...expected
    })
  })

  test.each<[string, string, object, string[]]>([
    ['no command', 'thanks!', {}, ['ignored', 'no-command']],
    ['a bot', '/mlops retrain', { type: 'Bot' }, ['ignored', 'from-bot']],
    ['a pull request', '/mlops retrain', { pullRequest: true }, ['ignored', 'pull-request']],
    ['an edit', '/mlops retrain', { action: 'edited' }, ['ignored', 'other-action']],
    ['a typo', '/mlops retrian', {}, ['invalid', 'command-unknown']],
    ['a wrong argument', '/mlops rollback latest', {}, ['invalid', 'command-arguments']]
  ])('%s', async (_name, body, parts, expected) => {
    const outcome = await new World().comment('keeper', body, parts)
    expect([outcome.decision, outcome.reasonCode]).toEqual(expected)
  })

  test('retrain repeats the last request, not the edited issue', async () => {
    const world = new World()
    await world.label('writer')
    const outcome = await world.comment('writer', '/mlops retrain reason: again', { body: 'edited away' })
    expect(verdict(outcome)).toEqual(['accepted', 'request-accepted', 'retrain'])
    expect(outcome.run).toMatchObject({ attempt: 2, request })
    expect(toOutputs(outcome)['command-arguments']).toBe('{"reason":"again"}')
  })

  test('retrain merges the changes of its block', async () => {
    const world = new World()
    await world.label('writer', {
      body: `\`\`\`yaml\n${requestText}\nhyperparameters: {max_depth: 3, n_estimators: 10}\nfeatures: [a, b]\n\`\`\``
    })
    const outcome = await world.comment(
      'writer',
      '/mlops retrain\n\n```yaml\nhyperparameters: {max_depth: 5}\nfeatures: [a]\n```'
    )
    expect(outcome.run?.request).toMatchObject({
      hyperparameters: { max_depth: 5, n_estimators: 10 },
      features: ['a']
    })
  })

  test('retrain with another algorithm drops the hyperparameters of the first', async () => {
    const world = new World()
    await world.label('writer', {
      body: `\`\`\`yaml\n${requestText}\nhyperparameters: {max_depth: 3}\n\`\`\``
    })
    const outcome = await world.comment('writer', '/mlops retrain\n```yaml\nalgorithm: mlp\n```')
    expect(outcome.run?.request).toEqual({ ...request, algorithm: 'mlp' })
  })

  test('retrain places problems in the comment', async () => {
    const world = new World()
    await world.label('writer')
    const outcome = await world.comment('writer', '/mlops retrain\n\n```yaml\nsed: 1\n```')
    expect(outcome.problems?.map(problem => problem.place)).toEqual(['comment:4:1'])
  })

  test('retrain before any run reads the issue', async () => {
    const outcome = await new World().comment('writer', '/mlops retrain')
    expect(outcome.run).toMatchObject({ attempt: 1, request })
  })

  test('retrain stops where the attempts end', async () => {
    const world = new World()
    await world.label('writer')
    await world.comment('writer', '/mlops retrain', { id: 1 })
    expect((await world.comment('writer', '/mlops retrain', { id: 2 })).decision).toBe('exhausted')
    const raised = await world.comment('writer', '/mlops retrain\n```yaml\nmax_retry: 2\n```', { id: 3 })
    expect(raised.run?.attempt).toBe(3)
  })
})
