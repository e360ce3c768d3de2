import { AwsError } from '../aws-error.js'
import type { AwsRequest, AwsResponse, AwsService } from '../aws-service.js'
import { readText } from '../http/read-body.js'
import { checkShape } from './check-shape.js'
import type { OperationModel, ServiceModel } from './service-model.js'

const CONTENT_TYPE = 'application/x-amz-json-1.1'

/** Carries out an operation whose input is valid; undefined where it has no output. */
export type JsonOperation = (input: never) => unknown

export interface JsonServiceOptions {
  readonly model: ServiceModel
  readonly operations: Readonly<Record<string, JsonOperation>>
  /** Receives what of requests and answers differs from the model. */
  readonly violations: string[]
}

/** What the signature check says, in the words of the JSON services. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['ExpiredToken', 'ExpiredTokenException'],
  ['InvalidAccessKeyId', 'UnrecognizedClientException'],
  ['InvalidToken', 'UnrecognizedClientException'],
  ['SignatureDoesNotMatch', 'InvalidSignatureException'],
  ['RequestTimeTooSkewed', 'InvalidSignatureException'],
  ['AuthorizationHeaderMalformed', 'IncompleteSignatureException']
])

/** A service of the JSON 1.1 protocol, each request and answer held against its model. */
export class JsonService implements AwsService {
  readonly name: string
  readonly #model: ServiceModel
  readonly #operations: ReadonlyMap<string, JsonOperation>
  readonly #violations: string[]

  constructor({ model, operations, violations }: JsonServiceOptions) {
    this.name = model.service
    this.#model = model
    this.#operations = new Map(Object.entries(operations))
    this.#violations = violations
  }

  handles({ headers, scope }: AwsRequest): boolean {
    const target = headers['x-amz-target']
    return scope?.service === this.name || String(target).startsWith(`${this.#model.targetPrefix}.`)
  }

  operation({ headers }: AwsRequest): string {
    return String(headers['x-amz-target']).replace(/^[^.]*\./, '')
  }

  allowsUnsigned(): boolean {
    return false
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const name = this.operation(request)
    const [model, operation] = [this.#model.operation(name), this.#operations.get(name)]
    if (model === undefined || operation === undefined) {
      this.#violations.push(`${this.name} ${name}: the test server does not have this operation`)
      throw new AwsError('UnknownOperationException', 400, `Unknown operation ${name}`)
    }
    const output = await operation((await this.#input(request, model)) as never)
    this.#check(model, 'answer', model.output?.shape, output)
    return answer(200, request, output)
  }

  refuse({ code, status, message, details }: AwsError, request: AwsRequest): AwsResponse {
    const isUnsigned = request.scope === undefined && code === 'AccessDenied'
    const type = isUnsigned ? 'MissingAuthenticationTokenException' : (CODES.get(code) ?? code)
    const shape = this.#model.exception(type)
    const member = Object.hasOwn(shape?.members ?? {}, 'Message') ? 'Message' : 'message'
    const text = member === 'Message' ? message.slice(0, 1024) : message
    return answer(status === 403 ? 400 : status, request, { __type: type, [member]: text, ...details })
  }

  async #input(request: AwsRequest, model: OperationModel): Promise<unknown> {
    const { 'content-type': type } = request.headers
    if (type !== CONTENT_TYPE)
      this.#violations.push(`${model.name} request: content type ${type ?? 'missing'}`)
    const input = parse(await readText(request.body))
    const complaints = this.#check(model, 'request', model.input?.shape, input)
    if (complaints.length === 0) return input
    const count = `${complaints.length} validation error${complaints.length > 1 ? 's' : ''} detected`
    throw new AwsError('ValidationException', 400, `${count}: ${complaints.join('; ')}`)
  }

  #check(model: OperationModel, kind: string, shape: string | undefined, value: unknown): string[] {
    if (shape === undefined) return []
    const complaints = checkShape(this.#model, shape, value)
    this.#violations.push(...complaints.map(complaint => `${model.name} ${kind}: ${complaint}`))
    return complaints
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    throw new AwsError('SerializationException', 400, 'Start of structure or map found where not expected')
  }
}

function answer(status: number, { id }: AwsRequest, output: unknown): AwsResponse {
  const body = output === undefined ? '' : JSON.stringify(output)
  return { status, headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': id }, body }
}
