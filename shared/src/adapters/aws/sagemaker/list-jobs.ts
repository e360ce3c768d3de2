import { setTimeout as sleep } from 'node:timers/promises'
import { JOB_NAME_PREFIX } from '../../../domain/sagemaker/job-name.js'
import { tagKeys } from '../../../domain/sagemaker/job-tags.js'
import type { TaggedJob } from '../../../ports/remote-training.js'
import { isMissingJob } from './sagemaker-failure.js'
import type { SageMakerSdk } from './clients.js'

// ListTrainingJobs allows two requests a second in the whole account, and that cannot be raised.
const PAGE_PAUSE_MS = 1000

/** The running jobs with the tags of a repository. Names are only a first sieve: whose a job is its tags say. */
export async function* listJobs(
  { client, commands }: SageMakerSdk,
  repository: string
): AsyncGenerator<TaggedJob> {
  let token: string | undefined
  do {
    const page = await client.send(
      new commands.ListTrainingJobsCommand({
        NameContains: JOB_NAME_PREFIX,
        StatusEquals: 'InProgress',
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        MaxResults: 100,
        ...(token !== undefined && { NextToken: token })
      })
    )
    for (const {
      TrainingJobName: name = '',
      TrainingJobArn: arn = '',
      CreationTime: createdAt
    } of page.TrainingJobSummaries ?? []) {
      if (!name.startsWith(JOB_NAME_PREFIX)) continue
      const tags = await tagsOf({ client, commands }, arn)
      if (tags.get(tagKeys.repository) === repository)
        yield { name, createdAt: createdAt ?? new Date(0), tags }
    }
    token = page.NextToken
    if (token !== undefined) await sleep(PAGE_PAUSE_MS)
  } while (token !== undefined)
}

async function tagsOf({ client, commands }: SageMakerSdk, arn: string): Promise<ReadonlyMap<string, string>> {
  // At most 50 tags, which are one page.
  const command = new commands.ListTagsCommand({ ResourceArn: arn, MaxResults: 50 })
  const answer = await client.send(command).catch((error: unknown) => {
    if (isMissingJob(error)) return { Tags: [] }
    throw error
  })
  return new Map((answer.Tags ?? []).map(({ Key: key = '', Value: value = '' }) => [key, value]))
}
