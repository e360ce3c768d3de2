import { join } from 'node:path'
import { startAwsServer, type AwsServer, type AwsServerOptions } from './aws-server.js'
import { LogGroups } from './logs/log-events.js'
import { logsService } from './logs/logs-service.js'
import { startOidcIssuer, type OidcIssuer, type WorkflowIdentity } from './oidc/oidc-issuer.js'
import { SageMaker } from './sagemaker/sagemaker.js'
import type { StsState } from './sts/assume-role.js'
import { Roles } from './sts/roles.js'
import { StsService } from './sts/sts-service.js'

export interface TrainingCloudOptions extends Omit<AwsServerOptions, 'services'> {
  /** How many times faster than real jobs wait and credentials expire; default 1. */
  readonly timeScale?: number
  /** A Python with scikit-learn and XGBoost; default `/usr/bin/python3`. */
  readonly python?: string
  /** How training containers are separated from the machine; default: as well as it allows. */
  readonly sandbox?: 'namespaces' | 'rewriting'
  /** The workflow that the identity tokens are for. */
  readonly identity?: Partial<WorkflowIdentity>
}

/** An AWS with everything a training needs, and GitHub's issuer of identity tokens. */
export interface TrainingCloud extends AwsServer {
  readonly sagemaker: SageMaker
  readonly logs: LogGroups
  readonly roles: Roles
  readonly sts: StsState
  readonly oidc: OidcIssuer
  /** Requests and answers that differ from AWS's service models; a test expects none. */
  readonly violations: readonly string[]
}

/** Starts S3, SageMaker's training jobs, CloudWatch Logs and STS on one local port, and the issuer on another. */
export async function startTrainingCloud(options: TrainingCloudOptions = {}): Promise<TrainingCloud> {
  const {
    timeScale = 1,
    python = '/usr/bin/python3',
    sandbox,
    identity = {},
    now = () => new Date()
  } = options
  const oidc = await startOidcIssuer({ ...identity, now })
  const violations: string[] = []
  const [logs, roles] = [new LogGroups(now), new Roles()]
  const provider = { keys: oidc.keys, clientIds: ['sts.amazonaws.com'] }
  const made: { sagemaker?: SageMaker; sts?: StsState } = {}
  const server = await startAwsServer({
    ...options,
    services: ({ region, keys, s3, directory }) => {
      const world = { region, now, s3, logs, roles, violations, directory: join(directory, 'training') }
      const sagemaker = new SageMaker({ ...world, timeScale, python, sandbox })
      const sts: StsState = { roles, keys, now, provider, timeScale }
      Object.assign(made, { sagemaker, sts })
      return [sagemaker.service(), logsService(logs, violations), new StsService(sts, violations)]
    }
  })
  const { sagemaker, sts } = made
  if (sagemaker === undefined || sts === undefined) throw new Error('the services were not made')
  const close = async () => {
    await sagemaker.close()
    await Promise.all([server.close(), oidc.close()])
  }
  return { ...server, sagemaker, logs, roles, sts, oidc, violations, close }
}
