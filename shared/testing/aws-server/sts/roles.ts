import { AwsError } from '../aws-error.js'
import { policyProblems, type TrustPolicy } from './trust-policy.js'

export const ACCOUNT = '123456789012'
export const GITHUB_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`

export interface Role {
  readonly arn: string
  readonly trustPolicy: TrustPolicy
  /** Longest session, at most 12 hours; AWS's default is one hour. */
  readonly maxSessionSeconds: number
}

export interface RoleOptions {
  readonly trustPolicy: TrustPolicy
  readonly maxSessionSeconds?: number
}

/** The roles of the account. */
export class Roles {
  readonly #roles = new Map<string, Role>()

  /** Makes or replaces a role; gives its ARN. */
  put(name: string, { trustPolicy, maxSessionSeconds = 3600 }: RoleOptions): string {
    const problems = policyProblems(trustPolicy)
    if (problems.length > 0) throw new AwsError('MalformedPolicyDocument', 400, problems.join('; '))
    const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`
    this.#roles.set(arn, { arn, trustPolicy, maxSessionSeconds })
    return arn
  }

  /** A role for training jobs, trusted by SageMaker. */
  putExecutionRole(name: string): string {
    const Principal = { Service: 'sagemaker.amazonaws.com' }
    const Statement = [{ Effect: 'Allow' as const, Principal, Action: 'sts:AssumeRole' }]
    return this.put(name, { trustPolicy: { Version: '2012-10-17', Statement } })
  }

  /** A role for the workflows with these subjects, which may have `*` and `?` in them. */
  putWorkflowRole(name: string, subjects: string | readonly string[], maxSessionSeconds = 3600): string {
    const key = 'token.actions.githubusercontent.com'
    const Condition = {
      StringEquals: { [`${key}:aud`]: 'sts.amazonaws.com' },
      StringLike: { [`${key}:sub`]: subjects }
    }
    const Action = 'sts:AssumeRoleWithWebIdentity'
    const statement = {
      Effect: 'Allow' as const,
      Principal: { Federated: GITHUB_PROVIDER },
      Action,
      Condition
    }
    return this.put(name, {
      trustPolicy: { Version: '2012-10-17', Statement: [statement] },
      maxSessionSeconds
    })
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn)
  }

  /** Whether SageMaker may take the role. */
  trustsSageMaker(arn: string): boolean {
    const statements = this.#roles.get(arn)?.trustPolicy.Statement ?? []
    return statements.some(
      ({ Effect, Principal }) =>
        Effect === 'Allow' && [Principal.Service].flat().includes('sagemaker.amazonaws.com')
    )
  }
}
