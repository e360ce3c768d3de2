import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import type { Token } from '@actions/expressions/lexer'
import { TokenType } from '@actions/expressions/lexer'
import { falsy } from '@actions/expressions/result'
import { UserError } from '../../../src/errors.js'
import type { Scope } from './scope.js'
import { CONTEXT_NAMES } from './scope.js'

/** Evaluates an expression (without `${{ }}`); UserError `expression-failed` naming the expression. */
export function evaluate(expression: string, scope: Scope): data.ExpressionData {
  try {
    const functions = [...scope.functions]
    const tree = new Parser(tokenize(expression), [...CONTEXT_NAMES], functions).parse()
    const byName = new Map(functions.map(one => [one.name.toLowerCase(), one]))
    return new Evaluator(tree, contextDictionary(scope), byName).evaluate()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('expression-failed', `cannot evaluate \`${expression.slice(0, 200)}\`: ${reason}`, {
      cause
    })
  }
}

/** Whether an `if` expression holds. */
export function evaluateCondition(expression: string, scope: Scope): boolean {
  return !falsy(evaluate(expression, scope))
}

/** The package's lexer turns only the first `''` of a string into `'`; scripts with two quotes would break. */
function tokenize(expression: string): Token[] {
  return new Lexer(expression).lex().tokens.map(token => {
    if (token.type !== TokenType.STRING) return token
    return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
  })
}

function contextDictionary(scope: Scope): data.Dictionary {
  const dictionary = new data.Dictionary()
  for (const name of CONTEXT_NAMES) dictionary.add(name, scope.contexts.get(name) ?? new data.Dictionary())
  return dictionary
}
