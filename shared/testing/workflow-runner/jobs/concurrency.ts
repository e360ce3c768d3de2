import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { isMapping } from '@actions/workflow-parser/templates/tokens/type-guards'
import { resolveBoolean, resolveText } from '../expressions/resolve.js'
import type { Scope } from '../expressions/scope.js'
import { child } from '../parsing/tokens.js'
import type { ConcurrencyGroup } from '../run-result.js'

/** A place in a concurrency group: aborted `signal` means somebody's cancel-in-progress ended the turn. */
export interface ConcurrencyTurn {
  readonly signal: AbortSignal
  release(): void
}

/** Lets runs and jobs of one group take turns. */
export interface ConcurrencyGate {
  /** Waits for a turn; undefined when a later arrival took this one's place in the queue, or `signal` aborted. */
  enter(group: ConcurrencyGroup, signal: AbortSignal): Promise<ConcurrencyTurn | undefined>
}

/** A `concurrency` key evaluated; undefined when there is none or its group is empty. */
export function resolveConcurrency(
  token: TemplateToken | undefined,
  scope: Scope
): ConcurrencyGroup | undefined {
  if (token === undefined) return undefined
  const isSimple = !isMapping(token)
  const group = resolveText(isSimple ? token : child(token, 'group'), scope)
  if (group === '') return undefined
  return {
    group,
    cancelInProgress: resolveBoolean(child(token, 'cancel-in-progress'), scope, false),
    queue: resolveText(child(token, 'queue'), scope) === 'max' ? 'max' : 'single'
  }
}
