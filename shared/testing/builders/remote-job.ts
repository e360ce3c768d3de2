import type { JobPhase, RemoteJob } from '../../src/domain/sagemaker/remote-job.js'
import { trainingId } from './records.js'

const at = (seconds: number) => new Date(Date.UTC(2025, 0, 10, 9, 31, seconds))

/** A job that went through these phases, ten seconds each; the last is its present one. */
export function aRemoteJob(
  phases: readonly JobPhase[] = ['starting'],
  change: Partial<RemoteJob> = {}
): RemoteJob {
  return {
    name: 'mlops-churn-20250110-093000-1a2b3c4d',
    arn: 'arn:aws:sagemaker:eu-central-1:123456789012:training-job/mlops-churn-20250110-093000-1a2b3c4d',
    identity: { trainingId, repository: 'o/r', specSha256: 'a'.repeat(64) },
    state: 'in-progress',
    phase: phases.at(-1) ?? 'starting',
    transitions: phases.map((phase, index) => ({ phase, startedAt: at(10 * index), message: '' })),
    failureReason: undefined,
    spot: false,
    createdAt: at(0),
    startedAt: undefined,
    endedAt: undefined,
    trainingSeconds: undefined,
    billableSeconds: undefined,
    metrics: [],
    modelArtifactUri: undefined,
    ...change
  }
}
