import type * as z from 'zod/mini'
import type { Explanation } from '../intake/source-text.js'
import { algorithmHint } from './algorithms.js'
import { nearestName } from '../text/nearest-name.js'

type ZodIssue = z.core.$ZodIssue

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, such as [a, b]',
  object: 'a map, such as {name: value}',
  record: 'a map, such as {name: value}'
}

/** What a schema's complaint about a value means; `name` is the dotted name of the field. */
export function explainIssue(issue: ZodIssue, name: string, value: unknown): Explanation {
  const given = valueText(value)
  switch (issue.code) {
    case 'invalid_value':
      return oneOf(name, given, issue.values.map(String))
    case 'invalid_type':
      return { message: `"${name}" must be ${kinds[issue.expected] ?? issue.expected}, not ${given}` }
    case 'invalid_key':
      return { message: `"${name}": the name ${issue.issues[0]?.message ?? 'is not allowed'}` }
    case 'custom':
      if (!/(?:^|\.)algorithms?(?:\.\d+)?$/.test(name))
        return { message: `"${name}" ${messageOf(issue, given)}` }
      return { message: `${given} is not an algorithm`, hint: algorithmHint(String(value)) }
    default:
      return { message: `"${name}" ${messageOf(issue, given)}` }
  }
}

/** A key nobody knows, with the nearest one that is known. */
export function unknownKey(key: string, known: Iterable<string>, inside: string): Explanation {
  const names = [...known]
  const nearest = nearestName(key, names)
  const where = inside === '' ? '' : ` in "${inside}"`
  return {
    message: `unknown key "${shown(key)}"${where}`,
    hint: nearest === undefined ? `Known keys: ${listed(names)}.` : `Did you mean "${nearest}"?`
  }
}

/** A word that is none of the allowed ones, with the nearest one. */
export function oneOf(name: string, given: string, words: readonly string[]): Explanation {
  const nearest = nearestName(given.replace(/^"|"$/g, ''), words)
  const hint = `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}Allowed: ${listed(words)}.`
  return { message: `"${name}" cannot be ${given}`, hint }
}

function messageOf(issue: ZodIssue, given: string): string {
  // What is wrong with a list or a map is not that it is one.
  const isWhole = given === 'a list' || given === 'a map'
  if (issue.message !== 'Invalid input') return isWhole ? issue.message : `${issue.message}, not ${given}`
  return issue.code === 'invalid_union' ? `cannot be ${given}` : `is not acceptable: ${given}`
}

function listed(words: readonly string[]): string {
  return words.length <= 40 ? words.join(', ') : `${words.slice(0, 40).join(', ')}, …`
}

function shown(text: string): string {
  return text.length <= 64 ? text : `${text.slice(0, 61)}…`
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return `"${shown(value)}"`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'a map' : String(value)
}
