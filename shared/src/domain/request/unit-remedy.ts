import type * as z from 'zod/mini'
import { phrase, type Phrase } from '../text/phrase.js'
import { parseSizeBytes } from './byte-size.js'
import { parseDurationMilliseconds } from './duration.js'

const durations: ReadonlySet<string> = new Set(['max_runtime', 'max_wait', 'max_latency'])
const sizes: ReadonlySet<string> = new Set(['max_size', 'volume_size'])

const unitLetters: ReadonlyMap<string, { readonly letter: string; readonly times: number }> = new Map(
  [
    { words: ['ms', 'msec', 'msecs', 'millisecond', 'milliseconds', 'ミリ秒'], letter: 'ms', times: 1 },
    { words: ['s', 'sec', 'secs', 'second', 'seconds', '秒'], letter: 's', times: 1 },
    { words: ['m', 'min', 'mins', 'minute', 'minutes', '分'], letter: 'm', times: 1 },
    { words: ['h', 'hr', 'hrs', 'hour', 'hours', '時間'], letter: 'h', times: 1 },
    { words: ['d', 'day', 'days', '日'], letter: 'h', times: 24 }
  ].flatMap(({ words, ...unit }) => words.map(word => [word, unit] as const))
)

/** How to write a value that the schema refuses, where what is meant can be told; units are never guessed. */
export function remedyFor(issue: z.core.$ZodIssue, name: string, value: unknown): Phrase | undefined {
  const field = name.split('.').at(-1) ?? ''
  if (durations.has(field)) return durationRemedy(value)
  if (sizes.has(field)) return sizeRemedy(value)
  if (issue.code !== 'invalid_type' || typeof value !== 'string') return undefined
  if (issue.expected === 'number' || issue.expected === 'int') return numberRemedy(value)
  return issue.expected === 'boolean' ? booleanRemedy(value) : undefined
}

function durationRemedy(value: unknown): Phrase | undefined {
  const text = halfWidth(value)
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) return phrase`Add the unit: ${text}s, ${text}m or ${text}h.`
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,6})?) ?(\p{L}{1,12})(?:,? ?(?:and )?)/gu)]
  const spelled = parts.map(([, amount, word]) => partInUnits(Number(amount), word ?? '')).join('')
  const isWhole = parts.map(([part]) => part).join('') === text
  const milliseconds = parseDurationMilliseconds(spelled) ?? 0
  return isWhole && milliseconds > 0 ? phrase`Write ${spelled}.` : undefined
}

function partInUnits(amount: number, word: string): string {
  const unit = unitLetters.get(word.toLowerCase())
  // In "5M" the M may be minutes or a million: only small letters are taken for abbreviations.
  return unit === undefined || /^[A-Z]$/.test(word) ? '?' : `${amount * unit.times}${unit.letter}`
}

function sizeRemedy(value: unknown): Phrase | undefined {
  const text = halfWidth(value)
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) return phrase`Add the unit: ${text}KB, ${text}MB or ${text}GB.`
  const match = /^(\d{1,9}(?:\.\d{1,6})?) ?([kmg])(i?)(b?)$/i.exec(text)
  if (match === null) return undefined
  const [, amount = '', unit = '', binary = '', bytes = ''] = match
  const big = unit.toUpperCase()
  // "Mb" are megabits to many.
  if (bytes === 'b' && unit === big) return undefined
  if (bytes === '' && binary === '') return phrase`Add the unit: ${amount}${big}B or ${amount}${big}iB.`
  const spelled = `${amount}${big}${binary.toLowerCase()}B`
  return (parseSizeBytes(spelled) ?? 0) > 0 ? phrase`Write ${spelled}.` : undefined
}

/** How to write a text that was meant to be a number. */
export function numberRemedy(value: string): Phrase | undefined {
  const text = halfWidth(value)
  if (/^-?\d{1,15}(?:_\d{1,15}){1,5}(?:\.\d{1,15})?$/.test(text))
    return phrase`Write ${text.replaceAll('_', '')}.`
  const percent = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text)
  if (percent !== null) return phrase`Write ${Number((Number(percent[1]) / 100).toPrecision(12))}.`
  if (/^\d{1,3},\d{1,2}$/.test(text)) return phrase`Write a point: ${text.replace(',', '.')}.`
  if (!/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return undefined
  return text === value ? phrase`Write ${text} without quotes.` : phrase`Write ${text}.`
}

function booleanRemedy(value: string): Phrase | undefined {
  if (/^(?:yes|on|y|true|はい)$/i.test(value)) return phrase`Write true.`
  return /^(?:no|off|n|false|いいえ)$/i.test(value) ? phrase`Write false.` : undefined
}

/** The text with full-width digits and letters as their usual forms. */
function halfWidth(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, 100).normalize('NFKC').trim()
    : ''
}
