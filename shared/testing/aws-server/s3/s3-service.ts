import { AwsError } from '../aws-error.js'
import type { AwsRequest, AwsResponse, AwsService } from '../aws-service.js'
import { operationOf } from './operations.js'
import { s3Call } from './s3-call.js'
import type { S3State } from './s3-state.js'
import { document, element } from './xml.js'

/** As much of S3 as the suite uses, in the path style. */
export class S3Service implements AwsService {
  readonly name = 's3'
  readonly #state: S3State

  constructor(state: S3State) {
    this.#state = state
  }

  handles({ scope, headers }: AwsRequest): boolean {
    return scope === undefined ? headers['x-amz-target'] === undefined : scope.service === 's3'
  }

  operation(request: AwsRequest): string {
    try {
      return operationOf(s3Call(request, this.#state))?.name ?? 'Unknown'
    } catch {
      return 'Unknown'
    }
  }

  allowsUnsigned(): boolean {
    return false
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const call = s3Call(request, this.#state)
    const operation = operationOf(call)
    if (operation === undefined) {
      const message = 'A header or parameter you provided implies functionality that is not implemented'
      throw new AwsError('NotImplemented', 501, message)
    }
    const answer = await operation.run(call)
    return { ...answer, headers: { ...identity(request), ...answer.headers } }
  }

  refuse(error: AwsError, request: AwsRequest): AwsResponse {
    const headers = { ...identity(request), 'content-type': 'application/xml', ...error.headers }
    if (request.method === 'HEAD') return { status: error.status, headers }
    const details = Object.entries(error.details).map(([name, value]) => element(name, value))
    const children = [
      element('Code', error.code),
      element('Message', error.message),
      ...details,
      element('RequestId', request.id)
    ]
    // Errors are the one answer of S3 that has no namespace.
    const body = document('Error', children).replace(/ xmlns="[^"]*"/, '')
    return { status: error.status, headers, body }
  }
}

const identity = ({ id }: AwsRequest) => ({
  'x-amz-request-id': id,
  'x-amz-id-2': Buffer.from(id).toString('base64')
})
