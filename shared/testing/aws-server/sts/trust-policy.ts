import type { Claims } from '../oidc/jwt.js'

type OneOrMore = string | readonly string[]

export interface TrustStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal: {
    readonly Federated?: OneOrMore
    readonly Service?: OneOrMore
    readonly AWS?: OneOrMore
  }
  readonly Action: OneOrMore
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>
}

/** A role's trust policy, as it stands in IAM. */
export interface TrustPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly TrustStatement[]
}

/** An identity that asks for a role. */
export interface FederatedIdentity {
  /** ARN of the identity provider. */
  readonly provider: string
  /** What claims are called in conditions, such as `token.actions.githubusercontent.com`. */
  readonly keyPrefix: string
  readonly claims: Claims
}

const ACTION = 'sts:AssumeRoleWithWebIdentity'

type Test = (value: string | undefined, wanted: readonly string[]) => boolean

const equal: Test = (value, wanted) => value !== undefined && wanted.includes(value)
const like: Test = (value, wanted) =>
  value !== undefined && wanted.some(pattern => wildcard(pattern).test(value))

const OPERATORS: ReadonlyMap<string, Test> = new Map([
  ['StringEquals', equal],
  ['StringLike', like],
  ['StringNotEquals', (value, wanted) => !equal(value, wanted)],
  ['StringNotLike', (value, wanted) => !like(value, wanted)]
])

/** Whether the policy lets the identity assume the role: some statement allows it and none denies it. */
export function trusts(policy: TrustPolicy, identity: FederatedIdentity): boolean {
  const effects = policy.Statement.filter(statement => applies(statement, identity)).map(
    ({ Effect }) => Effect
  )
  return effects.includes('Allow') && !effects.includes('Deny')
}

/** Why this AWS cannot judge by the policy; empty when it can. */
export function policyProblems({ Statement }: TrustPolicy): string[] {
  const operators = Statement.flatMap(({ Condition = {} }) => Object.keys(Condition))
  return operators.filter(name => !OPERATORS.has(name)).map(name => `unknown condition operator ${name}`)
}

function applies(
  { Principal, Action, Condition = {} }: TrustStatement,
  identity: FederatedIdentity
): boolean {
  if (!list(Principal.Federated).includes(identity.provider)) return false
  if (!list(Action).some(action => wildcard(action.toLowerCase()).test(ACTION.toLowerCase()))) return false
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const value = claim(identity, key)
      return OPERATORS.get(operator)?.(value, list(wanted)) ?? false
    })
  )
}

function claim({ keyPrefix, claims }: FederatedIdentity, key: string): string | undefined {
  const prefix = `${keyPrefix}:`
  if (!key.toLowerCase().startsWith(prefix.toLowerCase())) return undefined
  const name = key.slice(prefix.length)
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'string' ? value : undefined
}

const list = (value: OneOrMore = []) => (typeof value === 'string' ? [value] : value)

/** `*` is any text, `?` any one character. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
  return new RegExp(`^${source.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)
}
