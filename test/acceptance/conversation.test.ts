import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  expectSoundConversation,
  type Records
} from '../../actions/parse-issue/test/conversation-soundness.js'
import { S3ObjectStore } from '../../shared/src/adapters/aws/s3/s3-object-store.js'
import { DirectoryObjectStore } from '../../shared/src/adapters/files/directory-object-store.js'
import type { ObjectStore } from '../../shared/src/ports/object-store.js'
import { startAwsServer, type AwsServer } from '../../shared/testing/aws-server/aws-server.js'
import { startGitHubServer, type GitHubServer } from '../../shared/testing/github-server/github-server.js'
import type { WebhookPayload } from '../../shared/testing/github-server/webhook-events.js'
import { runBundle, type BundleRun } from './run-bundle.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

const second = new Date('2025-01-10T09:30:00Z')
let github: GitHubServer
let aws: AwsServer
beforeAll(async () => {
  github = await startGitHubServer({ repository: 'acme/models', now: () => second })
  github.state.setCollaborator('alice', 'maintain')
  aws = await startAwsServer({ buckets: ['models'] })
})
afterAll(async () => {
  await github.close()
  await aws.close()
  removeWorkspaces()
})

const body = (dataset: string) =>
  `\`\`\`yaml\nalgorithm: random_forest\ndataset_id: ${dataset}\nmodel_id: churn\nmax_retry: 30\n\`\`\`\n`
const retrain = (yaml: string) => `/mlops retrain\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n`

interface Delivery {
  readonly name: 'issues' | 'issue_comment'
  readonly payload: WebhookPayload
}

/** Two clicks on the label, one after each of two edits, and three commands: all of them in one second. */
function oneSecond(): { readonly issue: number; readonly deliveries: readonly Delivery[] } {
  const { state, events } = github
  const stored = state.createIssue({ title: '[MLOps] Train: churn', body: body('d1'), login: 'alice' })
  const { number } = stored
  const click = (dataset: string): Delivery => {
    stored.body = body(dataset)
    return { name: 'issues', payload: events.issueLabeled(number, 'mlops:train', 'alice') }
  }
  const command = (text: string): Delivery => {
    const { id } = state.createComment(number, text, 'alice')
    return { name: 'issue_comment', payload: events.issueCommentCreated(id) }
  }
  const clicks = [click('d1'), click('d1'), click('d2'), click('d3')]
  const commands = ['seed: 5', 'hyperparameters: {max_depth: 4}'].map(yaml => command(retrain(yaml)))
  return { issue: number, deliveries: [...clicks, ...commands, command('/mlops status')] }
}

/** Each delivery is a job with a checkout of its own; the store is common. */
async function atOnce(
  deliveries: readonly Delivery[],
  place: { readonly store: string; readonly environment?: Readonly<Record<string, string>> }
): Promise<readonly BundleRun[]> {
  const token = github.tokens.issue({ permissions: { contents: 'read', issues: 'write' } })
  return Promise.all(
    deliveries.map(async ({ name, payload }, index) => {
      const workspace = openWorkspace()
      workspace.write('event.json', JSON.stringify(payload))
      return runBundle('parse-issue', workspace, {
        token,
        inputs: { store: place.store },
        environment: {
          GITHUB_API_URL: github.url,
          GITHUB_EVENT_NAME: name,
          GITHUB_EVENT_PATH: workspace.path('event.json'),
          GITHUB_RUN_ID: String(2000 + index),
          ...place.environment
        }
      })
    })
  )
}

async function recordsOf(store: ObjectStore): Promise<Records> {
  const records = new Map<string, unknown>()
  for await (const { key } of store.list('')) {
    const object = await store.read(key)
    if (object !== undefined) records.set(key, JSON.parse(new TextDecoder().decode(object.bytes)))
  }
  return records
}

function expectOneConversation(runs: readonly BundleRun[], records: Records, issue: number): void {
  for (const run of runs)
    expect([run.exitCode, run.outputs['decision'], run.errors]).toEqual([0, 'accepted', []])
  const talk = expectSoundConversation(records, issue)
  // Two clicks over one text are one run; each edit and each retraining is one more.
  expect(talk.runs).toHaveLength(5)
  const codes = runs.map(run => run.outputs['reason-code']).sort()
  expect(codes).toEqual(['answered', ...Array<string>(5).fill('request-accepted'), 'run-attached'])
  const named = new Set(runs.slice(0, -1).map(run => run.outputs['training-id']))
  expect([...named].sort()).toEqual(talk.runs.map(run => run.training_id).sort())
  expect(github.violations).toEqual([])
}

const rounds = [1, 2, 3]

test.each(rounds)('one second on one issue, in a directory (round %i)', async () => {
  const directory = join(openWorkspace().root, 'store')
  const { issue, deliveries } = oneSecond()
  const runs = await atOnce(deliveries, { store: directory })
  expectOneConversation(runs, await recordsOf(new DirectoryObjectStore(directory)), issue)
})

test.each(rounds)('one second on one issue, in S3 (round %i)', async round => {
  const { accessKeyId, secretAccessKey } = aws.keys.issue()
  const { issue, deliveries } = oneSecond()
  const location = `s3://models/round-${round}`
  const environment = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey
  }
  const runs = await atOnce(deliveries, { store: location, environment })
  const credentials = { accessKeyId, secretAccessKey }
  const store = new S3ObjectStore(location, { endpoint: aws.url, region: aws.region, credentials })
  try {
    expectOneConversation(runs, await recordsOf(store), issue)
  } finally {
    store.close()
  }
  expect(aws.defects).toEqual([])
})
