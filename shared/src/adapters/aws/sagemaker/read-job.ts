import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { identityOf } from '../../../domain/sagemaker/job-identity.js'
import type { JobPhase, JobState, RemoteJob } from '../../../domain/sagemaker/remote-job.js'

const STATES: ReadonlyMap<string, JobState> = new Map([
  ['InProgress', 'in-progress'],
  ['Stopping', 'stopping'],
  ['Completed', 'completed'],
  ['Failed', 'failed'],
  ['Stopped', 'stopped'],
  // Only a job that has ended can be deleted.
  ['Deleting', 'stopped']
])

const PHASES: ReadonlyMap<string, JobPhase> = new Map([
  ['Starting', 'starting'],
  ['LaunchingMLInstances', 'starting'],
  ['PreparingTrainingStack', 'starting'],
  ['Pending', 'pending'],
  ['Downloading', 'downloading'],
  ['DownloadingTrainingImage', 'downloading'],
  ['Training', 'training'],
  ['Interrupted', 'interrupted'],
  ['Restarting', 'restarting'],
  ['Updating', 'updating'],
  ['Uploading', 'uploading'],
  ['Stopping', 'stopping'],
  ['Stopped', 'stopped'],
  ['Completed', 'completed'],
  ['Failed', 'failed'],
  ['MaxRuntimeExceeded', 'max-runtime-exceeded'],
  ['MaxWaitTimeExceeded', 'max-wait-exceeded']
])

/** SageMaker's description of a job in the suite's own words; words it does not know yet are `in-progress` and `unknown`. */
export function readJob(answer: DescribeTrainingJobResponse): RemoteJob {
  return {
    name: answer.TrainingJobName ?? '',
    arn: answer.TrainingJobArn ?? '',
    identity: identityOf(answer.Environment),
    state: STATES.get(answer.TrainingJobStatus ?? '') ?? 'in-progress',
    phase: phaseOf(answer.SecondaryStatus),
    transitions: (answer.SecondaryStatusTransitions ?? []).map(transition => ({
      phase: phaseOf(transition.Status),
      startedAt: transition.StartTime ?? new Date(0),
      message: transition.StatusMessage ?? ''
    })),
    failureReason: answer.FailureReason,
    spot: answer.EnableManagedSpotTraining ?? false,
    createdAt: answer.CreationTime ?? new Date(0),
    startedAt: answer.TrainingStartTime,
    endedAt: answer.TrainingEndTime,
    trainingSeconds: answer.TrainingTimeInSeconds,
    billableSeconds: answer.BillableTimeInSeconds,
    metrics: (answer.FinalMetricDataList ?? []).flatMap(({ MetricName: name, Value: value }) =>
      name === undefined || value === undefined || !Number.isFinite(value) ? [] : [{ name, value }]
    ),
    outputUri: nonEmpty(answer.OutputDataConfig?.S3OutputPath),
    modelArtifactUri: nonEmpty(answer.ModelArtifacts?.S3ModelArtifacts)
  }
}

const phaseOf = (status: string | undefined): JobPhase => PHASES.get(status ?? '') ?? 'unknown'
const nonEmpty = (text: string | undefined) => (text === '' ? undefined : text)
