import { generateKeyPairSync, randomBytes, randomUUID, type JsonWebKey } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signToken, type Claims } from './jwt.js'

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

/** What a workflow run says of itself; a test changes it while the issuer runs. */
export interface WorkflowIdentity {
  repository: string
  repositoryId: string
  ownerId: string
  /** With numeric ids in it, as repositories made since 2026-07-15 send it: `repo:o@1/r@2:…`. */
  immutableSubject: boolean
  ref: string
  /** Takes the place of the ref in the subject. */
  environment: string | undefined
  /** Added to the claims, or put in their place. */
  claims: Claims
  tokenLifetimeSeconds: number
}

export interface OidcIssuer {
  readonly identity: WorkflowIdentity
  /** `ACTIONS_ID_TOKEN_REQUEST_URL` and `ACTIONS_ID_TOKEN_REQUEST_TOKEN` of a job with `id-token: write`. */
  readonly environment: Readonly<Record<string, string>>
  /** The public keys that its tokens are verified with. */
  readonly keys: readonly JsonWebKey[]
  /** Tokens given out so far. */
  readonly tokensIssued: number
  /** The next so many requests are answered with 503. */
  failuresLeft: number
  token(audience: string, claims?: Claims): string
  close(): Promise<void>
}

interface IssuerState {
  readonly bearer: string
  readonly now: () => Date
  tokensIssued: number
  failuresLeft: number
}

/** Starts the issuer of GitHub's identity tokens on a free local port. */
export async function startOidcIssuer(
  options: Partial<WorkflowIdentity> & { readonly now?: () => Date } = {}
): Promise<OidcIssuer> {
  const { now = () => new Date(), ...identityOptions } = options
  const identity = { ...defaultIdentity(), ...identityOptions }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const id = randomUUID()
  const state: IssuerState = {
    bearer: randomBytes(24).toString('hex'),
    now,
    tokensIssued: 0,
    failuresLeft: 0
  }
  const token = (audience: string, claims: Claims = {}) =>
    signToken({ ...claimsOf(identity, audience, now()), ...claims }, { privateKey, id })
  const http = createServer((request, response) => {
    const { status, body } = answer(request, state, token)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const url = await listen(http)
  return {
    identity,
    environment: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: state.bearer
    },
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' }],
    get tokensIssued() {
      return state.tokensIssued
    },
    get failuresLeft() {
      return state.failuresLeft
    },
    set failuresLeft(left: number) {
      state.failuresLeft = left
    },
    token,
    close: () => stop(http)
  }
}

function defaultIdentity(): WorkflowIdentity {
  return {
    repository: 'octo/models',
    repositoryId: '7654321',
    ownerId: '12345',
    immutableSubject: false,
    ref: 'refs/heads/main',
    environment: undefined,
    claims: {},
    tokenLifetimeSeconds: 300
  }
}

/** The claims of GitHub's tokens that trust policies ask for (GitHub Docs, "OpenID Connect reference"). */
function claimsOf(identity: WorkflowIdentity, audience: string, now: Date): Claims {
  const { repository, repositoryId, ownerId, ref, environment, tokenLifetimeSeconds } = identity
  const [owner = ''] = repository.split('/')
  const seconds = Math.floor(now.getTime() / 1000)
  return {
    iss: GITHUB_ISSUER,
    aud: audience,
    sub: subject(identity),
    jti: randomUUID(),
    iat: seconds,
    nbf: seconds - 5,
    exp: seconds + tokenLifetimeSeconds,
    repository,
    repository_id: repositoryId,
    repository_owner: owner,
    repository_owner_id: ownerId,
    ref,
    ref_type: 'branch',
    ...(environment !== undefined && { environment }),
    event_name: 'issues',
    workflow: 'train',
    job_workflow_ref: `${repository}/.github/workflows/train.yml@${ref}`,
    runner_environment: 'github-hosted',
    ...identity.claims
  }
}

function subject({
  repository,
  repositoryId,
  ownerId,
  immutableSubject,
  ref,
  environment
}: WorkflowIdentity): string {
  const [owner = '', name = ''] = repository.split('/')
  const place = immutableSubject ? `${owner}@${ownerId}/${name}@${repositoryId}` : repository
  return `repo:${place}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`
}

function answer(
  request: IncomingMessage,
  state: IssuerState,
  token: (audience: string) => string
): { readonly status: number; readonly body: unknown } {
  const url = new URL(request.url ?? '/', 'http://issuer')
  if (url.pathname !== '/idtoken') return { status: 404, body: { message: 'Not Found' } }
  if (request.headers.authorization?.toLowerCase() !== `bearer ${state.bearer}`) {
    return { status: 401, body: { message: 'Bad credentials' } }
  }
  if (state.failuresLeft > 0) {
    state.failuresLeft--
    return { status: 503, body: { message: 'Service Unavailable' } }
  }
  state.tokensIssued++
  return {
    status: 200,
    body: { count: 1, value: token(url.searchParams.get('audience') ?? 'https://github.com/octo') }
  }
}

function listen(http: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    http.on('error', reject)
    http.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(http.address() as AddressInfo).port}`))
  })
}

function stop(http: Server): Promise<void> {
  return new Promise(resolve => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}
