import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { data } from '@actions/expressions'

/** The contexts of GitHub's expressions. */
export const CONTEXT_NAMES = [
  'github',
  'env',
  'vars',
  'secrets',
  'job',
  'steps',
  'runner',
  'needs',
  'inputs',
  'matrix',
  'strategy'
] as const

export type ContextName = (typeof CONTEXT_NAMES)[number]

/** What an expression can see: contexts (absent ones are empty) and functions beyond the built-in ones. */
export interface Scope {
  readonly contexts: ReadonlyMap<ContextName, data.ExpressionData>
  readonly functions: readonly FunctionDefinition[]
}

/** A scope with some contexts replaced. */
export function withContexts(
  scope: Scope,
  contexts: Iterable<readonly [ContextName, data.ExpressionData]>
): Scope {
  return { ...scope, contexts: new Map([...scope.contexts, ...contexts]) }
}

/** The state that `success()`, `failure()` and `cancelled()` report; always() is always true. */
export interface StatusAnswers {
  success(ids: readonly string[]): boolean
  failure(ids: readonly string[]): boolean
  cancelled(): boolean
}

/** The four status functions. */
export function statusFunctions(answers: StatusAnswers): FunctionDefinition[] {
  return [
    statusFunction('success', ids => answers.success(ids)),
    statusFunction('failure', ids => answers.failure(ids)),
    statusFunction('cancelled', () => answers.cancelled()),
    statusFunction('always', () => true)
  ]
}

function statusFunction(name: string, answer: (ids: readonly string[]) => boolean): FunctionDefinition {
  return {
    name,
    minArgs: 0,
    maxArgs: Number.MAX_SAFE_INTEGER,
    call: (...ids) => new data.BooleanData(answer(ids.map(id => id.coerceString())))
  }
}
