// A process of its own: an AWS test server with one bucket. Tells its parent where it is and which key opens it.
import { startAwsServer } from '../../shared/testing/aws-server/aws-server.js'

/** What the benchmark is told about the server, as the environment of whoever uses it. */
export interface S3Environment {
  readonly AWS_ENDPOINT_URL: string
  readonly AWS_REGION: string
  readonly AWS_ACCESS_KEY_ID: string
  readonly AWS_SECRET_ACCESS_KEY: string
}

const server = await startAwsServer({ buckets: ['bench'] })
const key = server.keys.issue()
process.on('disconnect', () => void server.close())
process.send?.({
  AWS_ENDPOINT_URL: server.url,
  AWS_REGION: server.region,
  AWS_ACCESS_KEY_ID: key.accessKeyId,
  AWS_SECRET_ACCESS_KEY: key.secretAccessKey
} satisfies S3Environment)
