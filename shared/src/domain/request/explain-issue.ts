import type * as z from 'zod/mini'
import { explainOddLetters } from '../intake/odd-letters.js'
import type { Explanation } from '../intake/source-text.js'
import { nearestName } from '../text/nearest-name.js'
import { phrase, phraseOfNumbers, type Phrase } from '../text/phrase.js'
import { algorithmHint } from './algorithms.js'
import { remedyFor } from './unit-remedy.js'

type ZodIssue = z.core.$ZodIssue

const kinds: ReadonlyMap<string, Phrase> = new Map([
  ['string', phrase`a text`],
  ['number', phrase`a number`],
  ['int', phrase`a whole number`],
  ['boolean', phrase`true or false`],
  ['array', phrase`a list, such as [a, b]`],
  ['object', phrase`a map, such as {name: value}`],
  ['record', phrase`a map, such as {name: value}`]
])

/** What a schema's complaint about a value means; `name` is the dotted name of the field. */
export function explainIssue(issue: ZodIssue, name: string, value: unknown): Explanation {
  const remedy = remedyFor(issue, name, value)
  const hint = remedy === undefined ? {} : { hint: remedy }
  switch (issue.code) {
    case 'invalid_value':
      return oneOf(name, valueText(value), issue.values.map(String))
    case 'invalid_type':
      return { ...typeProblem(name, value, kinds.get(issue.expected) ?? issue.expected), ...hint }
    case 'invalid_key':
      return keyProblem(name, issue.issues[0]?.message)
    case 'custom':
      if (!/(?:^|\.)algorithms?(?:\.\d+)?$/.test(name))
        return { message: complaint(issue, name, value), ...hint }
      return { message: phrase`${valueText(value)} is not an algorithm`, hint: algorithmHint(String(value)) }
    default:
      return { message: complaint(issue, name, value), ...hint }
  }
}

function typeProblem(name: string, value: unknown, expected: Phrase | string): Explanation {
  if (value === undefined) return { message: phrase`"${shown(name)}" is missing: ${expected} was expected` }
  return { message: phrase`"${shown(name)}" must be ${expected}, not ${valueText(value)}` }
}

function keyProblem(name: string, why: string | undefined): Explanation {
  const reason = why === undefined ? phrase`is not allowed` : phraseOfNumbers(why)
  return { message: phrase`"${shown(name)}": the name ${reason}` }
}

/** A key nobody knows, with the nearest one that is known. */
export function unknownKey(key: string, known: Iterable<string>, inside: string): Explanation {
  const names = [...known]
  const nearest = nearestName(key, names)
  const message =
    inside === ''
      ? phrase`unknown key "${shown(key)}"`
      : phrase`unknown key "${shown(key)}" in "${shown(inside)}"`
  if (names.length === 0) return { message, hint: phrase`Nothing can be named there; remove it.` }
  const hint =
    nearest === undefined ? phrase`Known keys: ${listed(names)}.` : phrase`Did you mean "${nearest}"?`
  return { message, hint: explainOddLetters(key, names) ?? hint }
}

/** A word that is none of the allowed ones, with the nearest one. */
export function oneOf(name: string, given: string | Phrase, words: readonly string[]): Explanation {
  const spelled = typeof given === 'string' ? given.replace(/^"|"$/g, '') : ''
  const message = phrase`"${shown(name)}" cannot be ${given}`
  return { message, hint: choiceHint(spelled, words) }
}

/** The nearest of the allowed words, and all of them. */
export function choiceHint(given: string, words: readonly string[]): Phrase {
  if (words.length === 0) return phrase`Nothing is allowed there.`
  const nearest = nearestName(given, words)
  return nearest === undefined
    ? phrase`Allowed: ${listed(words)}.`
    : phrase`Did you mean "${nearest}"? Allowed: ${listed(words)}.`
}

function complaint(issue: ZodIssue, name: string, value: unknown): Phrase {
  const given = valueText(value)
  // What is wrong with a list or a map is not that it is one.
  const isWhole = typeof value === 'object' && value !== null
  if (issue.message !== 'Invalid input' && isWhole)
    return phrase`"${shown(name)}" ${phraseOfNumbers(issue.message)}`
  if (issue.message !== 'Invalid input')
    return phrase`"${shown(name)}" ${phraseOfNumbers(issue.message)}, not ${given}`
  return issue.code === 'invalid_union'
    ? phrase`"${shown(name)}" cannot be ${given}`
    : phrase`"${shown(name)}" is not acceptable: ${given}`
}

function listed(words: readonly string[]): string {
  return words.length <= 40 ? words.join(', ') : `${words.slice(0, 40).join(', ')}, …`
}

function shown(text: string): string {
  return text.length <= 64 ? text : `${text.slice(0, 61)}…`
}

/** A value as messages show it: at most 64 characters, texts in double quotes. */
export function valueText(value: unknown): string | Phrase {
  if (typeof value === 'string') return `"${shown(value)}"`
  if (Array.isArray(value)) return phrase`a list`
  return typeof value === 'object' && value !== null ? phrase`a map` : String(value)
}
