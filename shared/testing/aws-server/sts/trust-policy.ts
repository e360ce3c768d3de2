import {
  conditionsHold,
  list,
  unknownOperators,
  wildcard,
  type Conditions,
  type OneOrMore
} from '../iam/policy-language.js'
import type { Claims } from '../oidc/jwt.js'

export interface TrustStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal: {
    readonly Federated?: OneOrMore
    readonly Service?: OneOrMore
    readonly AWS?: OneOrMore
  }
  readonly Action: OneOrMore
  readonly Condition?: Conditions
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

/** Whether the policy lets the identity assume the role: some statement allows it and none denies it. */
export function trusts(policy: TrustPolicy, identity: FederatedIdentity): boolean {
  const effects = policy.Statement.filter(statement => applies(statement, identity)).map(
    ({ Effect }) => Effect
  )
  return effects.includes('Allow') && !effects.includes('Deny')
}

/** Why this AWS cannot judge by the policy; empty when it can. */
export function policyProblems({ Statement }: TrustPolicy): string[] {
  const operators = Statement.flatMap(({ Condition }) => unknownOperators(Condition))
  return operators.map(name => `unknown condition operator ${name}`)
}

function applies({ Principal, Action, Condition }: TrustStatement, identity: FederatedIdentity): boolean {
  if (!list(Principal.Federated).includes(identity.provider)) return false
  if (!list(Action).some(action => wildcard(action.toLowerCase()).test(ACTION.toLowerCase()))) return false
  return conditionsHold(Condition, key => claim(identity, key))
}

function claim({ keyPrefix, claims }: FederatedIdentity, key: string): string | undefined {
  const prefix = `${keyPrefix}:`
  if (!key.toLowerCase().startsWith(prefix.toLowerCase())) return undefined
  const name = key.slice(prefix.length)
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'string' ? value : undefined
}
