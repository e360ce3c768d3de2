import { conditionsHold, list, wildcard, type Conditions, type OneOrMore } from './policy-language.js'

export interface PermissionStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: OneOrMore
  readonly Resource: OneOrMore
  readonly Condition?: Conditions
}

/** What a role may do, as it stands in IAM. */
export interface PermissionPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PermissionStatement[]
}

/** One thing that is done to one resource. */
export interface Access {
  /** Such as `s3:GetObject`. */
  readonly action: string
  /** ARN, or `*` where the action knows no resources. */
  readonly resource: string
  /** Values of condition keys. */
  readonly context?: Readonly<Record<string, string>>
}

/** Whether a policy permits the access: some statement allows it and none denies it. */
export function permits({ Statement }: PermissionPolicy, access: Access): boolean {
  const effects = Statement.filter(statement => applies(statement, access)).map(({ Effect }) => Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}

/** All actions that a policy names. */
export function actionsOf({ Statement }: PermissionPolicy): string[] {
  return Statement.flatMap(({ Action }) => list(Action))
}

function applies({ Action, Resource, Condition }: PermissionStatement, access: Access): boolean {
  const { action, resource, context = {} } = access
  return (
    list(Action).some(pattern => wildcard(pattern.toLowerCase()).test(action.toLowerCase())) &&
    list(Resource).some(pattern => wildcard(pattern).test(resource)) &&
    conditionsHold(Condition, key => (Object.hasOwn(context, key) ? context[key] : undefined))
  )
}
