/** Whose training job it is, as it says itself. */
export interface JobIdentity {
  readonly trainingId: string | undefined
  readonly repository: string | undefined
  /** SHA-256 of everything else that was asked for. */
  readonly specSha256: string | undefined
}

/** The variables of a job that say whose it is; DescribeTrainingJob returns them, unlike its tags. */
export const identityVariables = {
  trainingId: 'MLOPS_TRAINING_ID',
  repository: 'MLOPS_REPOSITORY',
  specSha256: 'MLOPS_SPEC_SHA256'
} as const

/** Reads the identity from a job's environment. */
export function identityOf(environment: Readonly<Record<string, string>> = {}): JobIdentity {
  const value = (name: string) => (Object.hasOwn(environment, name) ? environment[name] : undefined)
  return {
    trainingId: value(identityVariables.trainingId),
    repository: value(identityVariables.repository),
    specSha256: value(identityVariables.specSha256)
  }
}

/** Whether two jobs of the same name are the same run of the same repository. */
export function isSameRun(one: JobIdentity, other: JobIdentity): boolean {
  return (
    one.trainingId !== undefined && one.trainingId === other.trainingId && one.repository === other.repository
  )
}
