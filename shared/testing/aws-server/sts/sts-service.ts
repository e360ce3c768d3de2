import type { AssumeRoleWithWebIdentityCommandInput, GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import { AwsError } from '../aws-error.js'
import type { AwsRequest, AwsResponse, AwsService } from '../aws-service.js'
import { readText } from '../http/read-body.js'
import { checkShape } from '../service-models/check-shape.js'
import { ServiceModel } from '../service-models/service-model.js'
import { assumeRoleWithWebIdentity, type StsState } from './assume-role.js'
import { errorDocument, readForm, resultDocument } from './query-protocol.js'
import { ACCOUNT } from './roles.js'

const CODES: ReadonlyMap<string, string> = new Map([['InvalidAccessKeyId', 'InvalidClientTokenId']])

/** AssumeRoleWithWebIdentity and GetCallerIdentity of STS, in the query protocol. */
export class StsService implements AwsService {
  readonly name = 'sts'
  readonly #state: StsState
  readonly #model = new ServiceModel('sts')
  readonly #violations: string[]

  constructor(state: StsState, violations: string[]) {
    this.#state = state
    this.#violations = violations
  }

  handles({ scope, headers }: AwsRequest): boolean {
    if (scope !== undefined) return scope.service === 'sts'
    return String(headers['content-type']).startsWith('application/x-www-form-urlencoded')
  }

  /** The operation's name is in the body, so that planned failures match on this word. */
  operation({ scope }: AwsRequest): string {
    return scope === undefined ? 'AssumeRoleWithWebIdentity' : 'GetCallerIdentity'
  }

  allowsUnsigned(): boolean {
    return true
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const form = new URLSearchParams(await readText(request.body))
    const name = form.get('Action') ?? ''
    const output = this.#carryOut(name, form, request)
    this.#check(`${name} answer`, this.#model.operation(name)?.output?.shape, output)
    return xml(200, resultDocument(name, output, request.id), request)
  }

  refuse(error: AwsError, request: AwsRequest): AwsResponse {
    const named = new AwsError(CODES.get(error.code) ?? error.code, error.status, error.message)
    return xml(error.status, errorDocument(named, request.id), request)
  }

  #carryOut(name: string, form: URLSearchParams, request: AwsRequest): object {
    const shape = this.#model.operation(name)?.input?.shape
    if (shape === undefined) throw new AwsError('InvalidAction', 400, `Could not find operation ${name}`)
    const input = readForm(this.#model, shape, form)
    const complaints = this.#check(`${name} request`, shape, input)
    if (complaints.length > 0) {
      const message = `${complaints.length} validation error(s) detected: ${complaints.join('; ')}`
      throw new AwsError('ValidationError', 400, message)
    }
    if (name === 'AssumeRoleWithWebIdentity') {
      return assumeRoleWithWebIdentity(this.#state, input as AssumeRoleWithWebIdentityCommandInput)
    }
    if (name === 'GetCallerIdentity') return callerIdentity(request)
    this.#violations.push(`sts ${name}: the test server does not have this operation`)
    throw new AwsError('InvalidAction', 400, `Could not find operation ${name}`)
  }

  #check(place: string, shape: string | undefined, value: unknown): string[] {
    const complaints = shape === undefined ? [] : checkShape(this.#model, shape, value)
    this.#violations.push(...complaints.map(complaint => `${place}: ${complaint}`))
    return complaints
  }
}

function callerIdentity({ caller }: AwsRequest): GetCallerIdentityResponse {
  if (caller === undefined) {
    throw new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token')
  }
  return { UserId: caller.accessKeyId, Account: ACCOUNT, Arn: caller.principal }
}

function xml(status: number, body: string, { id }: AwsRequest): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id }, body }
}
