import type { ListTrainingJobsRequest, ListTrainingJobsResponse } from '@aws-sdk/client-sagemaker'
import { AwsError } from '../aws-error.js'
import { epochSeconds, type Wire } from '../service-models/wire.js'
import type { TrainingJob } from './training-job.js'

/** ListTrainingJobs: filters, order and pages. */
export function listTrainingJobs(
  jobs: Iterable<TrainingJob>,
  input: Wire<ListTrainingJobsRequest>
): Wire<ListTrainingJobsResponse> {
  const { SortBy = 'CreationTime', SortOrder = 'Ascending', MaxResults = 10, NextToken } = input
  const found = [...jobs].filter(job => matches(job, input))
  const key = (job: TrainingJob) =>
    SortBy === 'Name' ? job.name : SortBy === 'Status' ? job.status : job.createdAt
  const sign = SortOrder === 'Ascending' ? 1 : -1
  // Jobs of one moment stay in the order they were made.
  found.sort((a, b) => (key(a) < key(b) ? -sign : key(b) < key(a) ? sign : 0))
  const start = readToken(NextToken)
  const end = start + MaxResults
  return {
    TrainingJobSummaries: found.slice(start, end).map(summary),
    ...(end < found.length && { NextToken: Buffer.from(`page:${end}`).toString('base64') })
  }
}

function matches(
  { name, status, createdAt, lastModifiedAt }: TrainingJob,
  input: Wire<ListTrainingJobsRequest>
): boolean {
  const [created, modified] = [epochSeconds(createdAt), epochSeconds(lastModifiedAt)]
  return (
    name.includes(input.NameContains ?? '') &&
    (input.StatusEquals === undefined || status === input.StatusEquals) &&
    created > (input.CreationTimeAfter ?? -Infinity) &&
    created < (input.CreationTimeBefore ?? Infinity) &&
    modified > (input.LastModifiedTimeAfter ?? -Infinity) &&
    modified < (input.LastModifiedTimeBefore ?? Infinity)
  )
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0
  const [, start] = /^page:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (start === undefined) throw new AwsError('ValidationException', 400, 'The NextToken is invalid.')
  return Number(start)
}

function summary(job: TrainingJob) {
  return {
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    CreationTime: epochSeconds(job.createdAt),
    LastModifiedTime: epochSeconds(job.lastModifiedAt),
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    ...(job.trainingEndedAt !== undefined && { TrainingEndTime: epochSeconds(job.trainingEndedAt) })
  }
}
