import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { serverPlace } from './server-place.js'

interface Examples {
  readonly name: string
  readonly examples: readonly Readonly<Record<string, unknown>>[]
}

/** GitHub's own examples of an event. */
function examplesOf(name: string, action: string): readonly Readonly<Record<string, unknown>>[] {
  const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as
    readonly Examples[] | { readonly default: readonly Examples[] }
  const events = 'default' in all ? all.default : all
  return events
    .filter(event => event.name === name)
    .flatMap(({ examples }) => examples.filter(example => example['action'] === action))
}

describe('webhook payloads', () => {
  let place: Awaited<ReturnType<typeof serverPlace>>

  beforeEach(async () => {
    place = await serverPlace({ private: true, now: () => new Date('2026-03-04T05:06:07.890Z') })
    place.server.state.setCollaborator('alice', 'write')
    place.server.state.createIssue({ title: '[MLOps] churn', body: 'body', login: 'alice' })
  })

  afterEach(() => place.server.close())

  const repository = {
    id: 812_345_678,
    full_name: 'o/r',
    default_branch: 'main',
    private: true,
    owner: { login: 'o' }
  }

  test('an issue that is labeled carries the label twice: beside it and on it', () => {
    expect(place.server.events.issueLabeled(1, 'mlops:train', 'bob')).toMatchObject({
      action: 'labeled',
      label: { name: 'mlops:train' },
      issue: {
        number: 1,
        title: '[MLOps] churn',
        body: 'body',
        state: 'open',
        user: { login: 'alice', type: 'User' },
        author_association: 'COLLABORATOR',
        labels: [{ name: 'mlops:train' }],
        created_at: '2026-03-04T05:06:07Z',
        updated_at: '2026-03-04T05:06:07Z'
      },
      sender: { login: 'bob', type: 'User' },
      repository
    })
  })

  test('opened, edited and commented', () => {
    const { events, state } = place.server
    expect(events.issueOpened(1)).toMatchObject({ action: 'opened', sender: { login: 'alice' } })
    expect(events.issueEdited(1, 'before', 'alice')).toMatchObject({
      action: 'edited',
      changes: { body: { from: 'before' } }
    })
    const { id } = state.createComment(1, '/mlops retrain', 'mallory')
    expect(events.issueCommentCreated(id)).toMatchObject({
      action: 'created',
      issue: { number: 1, comments: 1 },
      comment: { id, body: '/mlops retrain', author_association: 'NONE', user: { login: 'mallory' } },
      sender: { login: 'mallory' },
      repository
    })
  })

  test('a comment that is edited, and one that is deleted by somebody else', async () => {
    const { events, state } = place.server
    const { id } = state.createComment(1, '/mlops status', 'alice')
    expect(events.issueCommentEdited(id, '/mlops retrain', 'alice')).toMatchObject({
      action: 'edited',
      changes: { body: { from: '/mlops status' } },
      comment: { id, body: '/mlops retrain' },
      sender: { login: 'alice' }
    })
    expect((await place.call('GET', `/issues/comments/${id}`)).body).toMatchObject({ body: '/mlops retrain' })
    expect(events.issueCommentDeleted(id, 'bob')).toMatchObject({
      action: 'deleted',
      comment: { id, body: '/mlops retrain', user: { login: 'alice' } },
      sender: { login: 'bob' }
    })
    expect((await place.call('GET', `/issues/comments/${id}`)).status).toBe(404)
    expect(() => events.issueCommentEdited(id, 'x', 'alice')).toThrow(`no comment ${id}`)
  })

  test('an issue whose title is edited, that loses a label, and that is deleted', async () => {
    const { events, state } = place.server
    expect(events.issueEdited(1, 'before', 'bob', 'Train')).toMatchObject({
      changes: { title: { from: 'Train' }, body: { from: 'before' } }
    })
    events.issueLabeled(1, 'mlops:train', 'alice')
    expect(events.issueUnlabeled(1, 'mlops:train', 'bob')).toMatchObject({
      action: 'unlabeled',
      label: { name: 'mlops:train' },
      issue: { labels: [] }
    })
    const { id } = state.createComment(1, 'x', 'alice')
    expect(events.issueDeleted(1, 'alice')).toMatchObject({ action: 'deleted', issue: { number: 1 } })
    expect((await place.call('GET', '/issues/1')).status).toBe(404)
    expect((await place.call('GET', `/issues/comments/${id}`)).status).toBe(404)
    // A number is never given twice.
    expect(state.createIssue({ title: 'next' }).number).toBe(2)
  })

  test.each([
    ['issues', 'edited'],
    ['issues', 'deleted'],
    ['issues', 'unlabeled'],
    ['issue_comment', 'edited'],
    ['issue_comment', 'deleted']
  ])("%s %s has no field that GitHub's example lacks, at the top and under changes", (name, action) => {
    const { events, state } = place.server
    events.issueLabeled(1, 'mlops:train', 'alice')
    const { id } = state.createComment(1, 'x', 'alice')
    const payloads = new Map([
      ['issues edited', () => events.issueEdited(1, 'before', 'alice')],
      ['issues unlabeled', () => events.issueUnlabeled(1, 'mlops:train', 'alice')],
      ['issues deleted', () => events.issueDeleted(1, 'alice')],
      ['issue_comment edited', () => events.issueCommentEdited(id, 'y', 'alice')],
      ['issue_comment deleted', () => events.issueCommentDeleted(id, 'alice')]
    ])
    const own = payloads.get(`${name} ${action}`)?.() ?? {}
    const theirs = examplesOf(name, action)
    expect(theirs.length).toBeGreaterThan(0)
    const top = new Set(theirs.flatMap(example => Object.keys(example)))
    expect(Object.keys(own).filter(key => !top.has(key))).toEqual([])
    expect(Object.keys(own).includes('changes')).toBe(action === 'edited')
  })

  test('dispatches and schedules', () => {
    const { events } = place.server
    expect(events.workflowDispatch('retrain.yml', { reason: 'drift' }, 'github-actions[bot]')).toMatchObject({
      inputs: { reason: 'drift' },
      ref: 'refs/heads/main',
      workflow: '.github/workflows/retrain.yml',
      sender: { type: 'Bot', id: 41_898_282 }
    })
    expect(events.repositoryDispatch('callback', { job: 1 }, 'alice')).toMatchObject({
      action: 'callback',
      branch: 'main',
      client_payload: { job: 1 }
    })
    expect(events.schedule('7 3 * * *')).toMatchObject({ schedule: '7 3 * * *', repository })
  })

  test('what is not there cannot have happened', () => {
    expect(() => place.server.events.issueLabeled(9, 'x', 'alice')).toThrow('no issue 9')
    expect(() => place.server.events.issueCommentCreated(9)).toThrow('no comment 9')
  })
})
