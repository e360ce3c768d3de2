import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { serverPlace } from './server-place.js'

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
