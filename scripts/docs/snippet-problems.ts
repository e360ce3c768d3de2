import { isScalar, parseDocument, visit, type Pair } from 'yaml'

const PINNED = /^[^@\s]+@[0-9a-f]{40}$/
/** Actions of this suite and of the workflow's own repository need no pin: their version is the user's decision. */
const OWN = /^(?:org\/mlops\/|\.\/|\$\/)/
const VERSION_COMMENT = /^\s*v\d/

/**
 * What is wrong with a workflow or a part of one: not YAML, an expression inside a script (what people wrote would become
 * code there), an action of others that is not pinned by its commit with the version in a comment.
 */
export function snippetProblems(snippet: string): string[] {
  const document = parseDocument(snippet)
  const problems = document.errors.map(error => `it is not YAML: ${error.message.split('\n')[0] ?? ''}`)
  visit(document, {
    Pair: (_key, pair) => {
      problems.push(...pairProblems(pair))
    }
  })
  return problems
}

function pairProblems({ key, value }: Pair): string[] {
  if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return []
  if (key.value === 'run' || key.value === 'script') return scriptProblems(value.value)
  if (key.value === 'uses') return pinProblems(value.value, value.comment ?? '')
  return []
}

function scriptProblems(script: string): string[] {
  if (!script.includes('${{')) return []
  return [`a script interpolates an expression; hand it over by env: ${script.trim().slice(0, 60)}`]
}

function pinProblems(action: string, comment: string): string[] {
  if (OWN.test(action)) return []
  if (!PINNED.test(action)) return [`${action} is not pinned by the 40 digits of its commit`]
  return VERSION_COMMENT.test(comment)
    ? []
    : [`${action.split('@')[0] ?? ''} needs its version as a comment, such as "# v7.0.1"`]
}
