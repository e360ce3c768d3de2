import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { isLiteral, isMapping, isSequence } from '@actions/workflow-parser/templates/tokens/type-guards'

/** One entry of a mapping token. */
export interface TokenEntry {
  readonly key: string
  readonly keyToken: TemplateToken
  readonly value: TemplateToken
}

/** The value under a key of a mapping; undefined when the token is no mapping or lacks the key. */
export function child(token: TemplateToken | undefined, key: string): TemplateToken | undefined {
  return token !== undefined && isMapping(token) ? token.find(key) : undefined
}

/** The entries of a mapping in file order; none when the token is no mapping. */
export function entries(token: TemplateToken | undefined): TokenEntry[] {
  if (token === undefined || !isMapping(token)) return []
  return [...token].map(pair => ({ key: pair.key.toString(), keyToken: pair.key, value: pair.value }))
}

/** The items of a sequence; none when the token is no sequence. */
export function items(token: TemplateToken | undefined): TemplateToken[] {
  return token !== undefined && isSequence(token) ? [...token] : []
}

/** The text of a literal; undefined for expressions, mappings and sequences. */
export function literalText(token: TemplateToken | undefined): string | undefined {
  return token !== undefined && isLiteral(token) ? token.toString() : undefined
}

/** A scalar's or a sequence's literal texts, as in `needs: a` and `needs: [a, b]`. */
export function literalTexts(token: TemplateToken | undefined): string[] {
  const tokens = token !== undefined && isSequence(token) ? [...token] : [token]
  return tokens.flatMap(one => literalText(one) ?? [])
}

/** `file:line:column` of a token, one-based. */
export function placeOf(file: string, token: TemplateToken | undefined): string {
  const start = token?.range?.start
  return start ? `${file}:${start.line}:${start.column}` : file
}
