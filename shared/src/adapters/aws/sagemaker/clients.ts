import type * as CloudWatchLogs from '@aws-sdk/client-cloudwatch-logs'
import type * as SageMaker from '@aws-sdk/client-sagemaker'

export interface SageMakerOptions {
  readonly region: string
  /** Default: the SDK's own chain. */
  readonly credentials?: SageMaker.SageMakerClientConfig['credentials'] | undefined
  /** Default: AWS, or what AWS_ENDPOINT_URL names. */
  readonly endpoint?: string | undefined
  /** How often a call is tried where that is safe; default 8. */
  readonly maxAttempts?: number | undefined
}

const MAX_ATTEMPTS = 8
const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 60_000

/** Clients that slow down when they are throttled and wait neither for a connection nor for silence for ever. */
function settings({ region, credentials, endpoint, maxAttempts = MAX_ATTEMPTS }: SageMakerOptions) {
  return {
    region,
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
    retryMode: 'adaptive',
    maxAttempts,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS }
  }
}

export interface SageMakerSdk {
  readonly client: SageMaker.SageMakerClient
  readonly commands: typeof SageMaker
}

/** Loads SageMaker's part of the SDK and makes its client. */
export async function openSageMaker(options: SageMakerOptions): Promise<SageMakerSdk> {
  const commands = await import('@aws-sdk/client-sagemaker')
  return { client: new commands.SageMakerClient(settings(options)), commands }
}

export interface LogsSdk {
  readonly client: CloudWatchLogs.CloudWatchLogsClient
  readonly commands: typeof CloudWatchLogs
}

/** Loads CloudWatch Logs' part of the SDK and makes its client. */
export async function openLogs(options: SageMakerOptions): Promise<LogsSdk> {
  const commands = await import('@aws-sdk/client-cloudwatch-logs')
  return { client: new commands.CloudWatchLogsClient(settings(options)), commands }
}

/** How a call is sent that the signal, if there is one, breaks off. */
export function brokenOffBy(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal }
}
