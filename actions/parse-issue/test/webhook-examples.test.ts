import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import { World } from './world.js'

interface Example extends Readonly<Record<string, unknown>> {
  readonly action?: string
}

interface Definition {
  readonly name: string
  readonly examples: readonly Example[]
}

const definitions = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Definition[]

function examplesOf(event: string): [string, Example][] {
  const examples = definitions.find(({ name }) => name === event)?.examples ?? []
  return examples.map((example, index) => [`${index + 1} (${example.action ?? 'no action'})`, example])
}

const isPullRequest = (example: Example) => Object.hasOwn(Object(example['issue']) as object, 'pull_request')

describe("GitHub's own examples of issues", () => {
  const examples = examplesOf('issues')
  test('are there', () => {
    expect(examples.length).toBeGreaterThan(20)
  })

  test.each(examples)('%s', async (_name, example) => {
    const outcome = await new World().event('issues', example)
    const otherIssue = example.action === 'labeled' ? 'other-label' : 'other-action'
    const expected = isPullRequest(example) ? 'pull-request' : otherIssue
    expect([outcome.decision, outcome.reasonCode]).toEqual(['ignored', expected])
  })

  test.each(examples.filter(([, { action }]) => action === 'labeled'))(
    'with our label: %s',
    async (_name, example) => {
      const { name } = (example['label'] ?? {}) as { readonly name?: string }
      const { login } = example['sender'] as { readonly login: string }
      const world = new World()
      world.tracker.permissions.set(login, 'write')
      const outcome = await world.event('issues', example, { label: name ?? '' })
      // These issues hold prose.
      expect([outcome.decision, outcome.reasonCode]).toEqual(
        name === undefined ? ['ignored', 'other-label'] : ['invalid', 'request-invalid']
      )
    }
  )
})

describe("GitHub's own examples of comments", () => {
  const examples = examplesOf('issue_comment')
  test('are there', () => {
    expect(examples.length).toBeGreaterThan(5)
  })

  test.each(examples)('%s', async (_name, example) => {
    const outcome = await new World().event('issue_comment', example)
    const { type } = example['sender'] as { readonly type: string }
    const byAuthor = type === 'Bot' ? 'from-bot' : 'no-command'
    const ofIssue = example.action === 'created' ? byAuthor : 'other-action'
    const expected = isPullRequest(example) ? 'pull-request' : ofIssue
    expect([outcome.decision, outcome.reasonCode]).toEqual(['ignored', expected])
  })

  test('with a command are carried out', async () => {
    const created =
      examples.find(([, example]) => example.action === 'created' && !isPullRequest(example))?.[1] ?? {}
    const { login } = created['sender'] as { readonly login: string }
    const world = new World()
    world.tracker.permissions.set(login, 'read')
    const comment = { ...(created['comment'] as object), body: '/mlops status' }
    const outcome = await world.event('issue_comment', { ...created, comment })
    expect([outcome.decision, outcome.reasonCode]).toEqual(['accepted', 'answered'])
  })
})

describe.each(['repository_dispatch', 'workflow_dispatch'])("GitHub's own examples of %s", event => {
  test.each(examplesOf(event))('%s', async (_name, example) => {
    const nothing = await new World().event(event, example)
    expect([nothing.decision, nothing.reasonCode]).toEqual(['invalid', 'nothing-requested'])
    const world = new World()
    world.files.put('requests/churn.yml', 'algorithm: pca\ndataset_id: d1')
    const { decision, run } = await world.event(event, example, { requestFile: 'requests/churn.yml' })
    expect([decision, run?.request.model_id]).toEqual(['accepted', 'churn'])
  })

  test('are there', () => {
    expect(examplesOf(event).length).toBeGreaterThan(0)
  })
})
