import type { RemoteJob } from '../../domain/sagemaker/remote-job.js'

const SHORT_JOB_SECONDS = 300

/**
 * Seconds until a job is looked at again, `random` from 0 to 1. Usually 20 to 30, so that many runs of one account stay far
 * below its quota. Sooner where it is worth it and cannot last: 8 to 12 in a job's first five minutes, where most trainings
 * of small models end, and 4 to 6 while it uploads or stops, which is the last thing it does.
 */
export function pollSeconds(job: RemoteJob | undefined, elapsedSeconds: number, random: number): number {
  if (job?.phase === 'uploading' || job?.state === 'stopping') return 4 + 2 * random
  if (elapsedSeconds < SHORT_JOB_SECONDS) return 8 + 4 * random
  return 20 + 10 * random
}
