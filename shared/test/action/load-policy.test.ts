import { describe, expect, test } from '@jest/globals'
import { loadPolicyFor } from '../../src/action/load-policy.js'
import { codeOf } from '../../testing/code-of.js'
import { InMemoryIssueTracker } from '../../testing/fakes/in-memory-issue-tracker.js'
import { InMemoryTextFiles } from '../../testing/fakes/in-memory-text-files.js'

const path = '.github/mlops.yml'

function ports(event: string | undefined, { token }: { readonly token: boolean }) {
  const files = new InMemoryTextFiles()
  files.put(path, 'limits: {max_retry: 9}')
  const issueTracker = new InMemoryIssueTracker()
  issueTracker.files.set(path, 'limits: {max_retry: 1}')
  return { event, files, issueTracker: token ? issueTracker : undefined }
}

describe('loadPolicyFor', () => {
  test.each<[string | undefined, boolean, number]>([
    ['issues', true, 1],
    ['issue_comment', true, 1],
    ['schedule', true, 9],
    ['schedule', false, 9],
    ['workflow_dispatch', false, 9],
    [undefined, false, 9]
  ])('for %s (token: %s) allows %i retries', async (event, token, retries) => {
    expect((await loadPolicyFor(path, ports(event, { token }))).limits?.max_retry).toBe(retries)
  })

  test.each(['issues', 'issue_comment'])('for %s without a token trusts no checkout', async event => {
    expect(await codeOf(loadPolicyFor(path, ports(event, { token: false })))).toBe('policy-unknown')
  })
})
