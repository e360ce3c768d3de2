import { expect, test } from '@jest/globals'
import {
  issueTrackerContract,
  type IssueTrackerSeed
} from '../../testing/contracts/issue-tracker-contract.js'
import { InMemoryIssueTracker } from '../../testing/fakes/in-memory-issue-tracker.js'

function seeded({ files, workflow }: IssueTrackerSeed): InMemoryIssueTracker {
  const tracker = new InMemoryIssueTracker()
  for (const [path, text] of Object.entries(files)) tracker.files.set(path, text)
  tracker.workflows.add(workflow)
  return tracker
}

issueTrackerContract('InMemoryIssueTracker', async seed => {
  const tracker = seeded(seed)
  return {
    tracker,
    createIssue: ({ body, login, labels } = { body: '', login: 'alice', labels: [] }) => {
      const number = tracker.issues.size + 1
      tracker.issues.set(number, new Set(labels))
      tracker.issueTexts.set(number, { title: 'Train a model', body, login, open: true })
      return number
    },
    closeIssue: number => {
      const issue = tracker.issueTexts.get(number)
      if (issue !== undefined) issue.open = false
    },
    issues: () =>
      [...tracker.issueTexts].map(([number, { title, body, login }]) => ({ number, title, body, login })),
    comment: (issueNumber, body, login) => void tracker.comments.push({ issueNumber, body, login }),
    setPermission: (login, permission) => void tracker.permissions.set(login, permission),
    createRun: createdAt => {
      tracker.runs.set('1001', createdAt)
      return '1001'
    },
    comments: issueNumber =>
      tracker.comments
        .filter(comment => comment.issueNumber === issueNumber)
        .map(({ login, body }) => ({ login, body })),
    labels: issueNumber => [...(tracker.issues.get(issueNumber) ?? [])],
    dispatches: () => tracker.dispatches,
    close: async () => undefined
  }
})

test('a tracker that is made to fail answers with a service error', async () => {
  const tracker = new InMemoryIssueTracker()
  tracker.fail()
  await expect(tracker.permissionOf('alice')).rejects.toMatchObject({
    code: 'github-unavailable',
    retryable: true
  })
})
