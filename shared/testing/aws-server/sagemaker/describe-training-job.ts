import type { CreateTrainingJobRequest, DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { epochSeconds, type Wire } from '../service-models/wire.js'
import { modelUri } from './artifacts.js'
import type { TrainingJob } from './training-job.js'

/** DescribeTrainingJob's answer. */
export function describeTrainingJob(
  job: TrainingJob,
  spotBillableShare: number
): Wire<DescribeTrainingJobResponse> {
  const { request } = job
  return {
    ...shownRequest(request),
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    ModelArtifacts: { S3ModelArtifacts: modelUri(job) },
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    StoppingCondition: { MaxRuntimeInSeconds: 86_400, ...request.StoppingCondition },
    EnableNetworkIsolation: request.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: request.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: request.EnableManagedSpotTraining ?? false,
    CreationTime: epochSeconds(job.createdAt),
    LastModifiedTime: epochSeconds(job.lastModifiedAt),
    SecondaryStatusTransitions: transitions(job),
    ...times(job, spotBillableShare),
    ...(job.failureReason !== undefined && { FailureReason: job.failureReason }),
    ...(job.isOver && job.metrics.size > 0 && { FinalMetricDataList: finalMetrics(job) })
  }
}

/** The request's own members come back as they were, except these two. */
function shownRequest(
  request: CreateTrainingJobRequest
): Omit<CreateTrainingJobRequest, 'Tags' | 'SessionChainingConfig'> {
  const shown = { ...request }
  delete shown.Tags
  delete shown.SessionChainingConfig
  return shown
}

function transitions(job: TrainingJob) {
  return job.transitions.map(({ Status, StartTime, EndTime, StatusMessage }) => ({
    Status,
    StartTime: epochSeconds(StartTime ?? job.createdAt),
    ...(EndTime !== undefined && { EndTime: epochSeconds(EndTime) }),
    StatusMessage
  }))
}

function times(job: TrainingJob, spotBillableShare: number) {
  const { trainingStartedAt, trainingEndedAt, interruptedMs } = job
  if (trainingStartedAt === undefined) return {}
  const TrainingStartTime = epochSeconds(trainingStartedAt)
  if (trainingEndedAt === undefined) return { TrainingStartTime }
  const seconds = (trainingEndedAt.getTime() - trainingStartedAt.getTime() - interruptedMs) / 1000
  const share = job.request.EnableManagedSpotTraining === true ? spotBillableShare : 1
  return {
    TrainingStartTime,
    TrainingEndTime: epochSeconds(trainingEndedAt),
    TrainingTimeInSeconds: Math.max(1, Math.round(seconds)),
    BillableTimeInSeconds: Math.max(1, Math.round(seconds * share))
  }
}

function finalMetrics({ metrics }: TrainingJob) {
  return [...metrics].map(([MetricName, { value, at }]) => ({
    MetricName,
    Value: Math.fround(value),
    Timestamp: epochSeconds(at)
  }))
}
