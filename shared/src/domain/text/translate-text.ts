import { inEnglish, inLanguage, type Catalog, type Wording } from './phrase.js'

/** A template that a text can be taken apart by. */
interface Pattern {
  /** What stands around the values. */
  readonly pieces: readonly [first: string, ...rest: string[]]
  readonly sentence: string
}

/** A template that says less matches almost anything. */
const FEWEST_LETTERS = 6
const MOST_CHARACTERS = 8000
/** In front of a hint. */
const MOST_BRACKETS = 4
/** Sentences within lines within messages, and phrases among their values. */
const MOST_DEPTH = 5

/**
 * Says what English texts say, such as messages of records, in the language of a catalog: a text is recognized by the
 * template it was made from, alone, as a line, a sentence, behind a place (`place: text`) or with a hint (`text (hint)`). What
 * the catalog does not know stays as it is.
 */
export function translatorBy(catalog: Catalog): (wording: Wording) => string {
  const patterns = patternsOf(catalog)
  // A text with {} in it is not the template that reads like it.
  const plain = new Map([...catalog].filter(([template]) => !template.includes('{}')))
  const whole = (text: string, depth: number): string | undefined => {
    const known = plain.get(text)
    if (known !== undefined || depth === 0) return known
    for (const { pieces, sentence } of patterns) {
      const values = valuesBetween(pieces, text)
      if (values !== undefined) return filled(sentence, index => say(values[index] ?? '', depth - 1))
    }
    return undefined
  }
  const say = (text: string, depth: number): string => {
    if (depth === 0) return plain.get(text) ?? text
    const known = (part: string) => whole(part, depth)
    return listed(text, known) ?? known(text) ?? inParts(text, known, part => say(part, depth - 1))
  }
  return wording => {
    if (typeof wording !== 'string') {
      const values = wording.values.map(value => (typeof value === 'string' ? say(value, MOST_DEPTH) : value))
      return inLanguage({ ...wording, values }, catalog)
    }
    const text = inEnglish(wording)
    return text.length > MOST_CHARACTERS ? text : say(text, MOST_DEPTH)
  }
}

type Whole = (part: string) => string | undefined
type Say = (part: string) => string

/** Reasons side by side, each of which is known. */
function listed(text: string, whole: Whole): string | undefined {
  for (const [between, glue] of LISTS) {
    const parts = text.split(between)
    const said = parts.length > 1 ? parts.map(whole) : []
    if (said.length > 0 && said.every(part => part !== undefined)) return said.join(glue)
  }
  return undefined
}

const LISTS: readonly (readonly [string, string])[] = [
  ['; ', '; '],
  [', and ', '、かつ ']
]

function inParts(text: string, whole: Whole, say: Say): string {
  for (const [pattern, glue] of SEPARATORS) {
    const parts = text.split(pattern)
    if (parts.length > 1) return parts.map(say).join(glue)
  }
  return ended(text, whole) ?? withHint(text, whole, say) ?? behindPlace(text, whole, say)
}

/** Lines, then sentences of a line. */
const SEPARATORS: readonly (readonly [RegExp, string])[] = [
  [/\n/, '\n'],
  [/(?<=[.!?]) (?=[A-Z])/, ' ']
]

/** A clause that was given a full stop. */
function ended(text: string, whole: Whole): string | undefined {
  const clause = text.endsWith('.') ? whole(text.slice(0, -1)) : undefined
  return clause === undefined ? undefined : `${clause}。`
}

function withHint(text: string, whole: Whole, say: Say): string | undefined {
  if (!text.endsWith(')')) return undefined
  let at = text.indexOf(' (')
  for (let tries = 0; at >= 0 && tries < MOST_BRACKETS; tries += 1) {
    const hint = whole(text.slice(at + 2, -1))
    if (hint !== undefined) return `${say(text.slice(0, at))} (${hint})`
    at = text.indexOf(' (', at + 1)
  }
  return undefined
}

function behindPlace(text: string, whole: Whole, say: Say): string {
  const at = text.indexOf(': ')
  if (at < 0) return text
  const place = text.slice(0, at)
  return `${whole(place) ?? place}: ${say(text.slice(at + 2))}`
}

/** Those that say most come first. */
function patternsOf(catalog: Catalog): Pattern[] {
  return [...catalog]
    .flatMap(([template, sentence]) => {
      const [first = '', ...rest] = template.split('{}')
      const isTelling = (template.match(/[A-Za-z]/g) ?? []).length >= FEWEST_LETTERS
      return rest.length > 0 && isTelling ? [{ pieces: [first, ...rest] as const, sentence }] : []
    })
    .sort((a, b) => b.pieces.join('').length - a.pieces.join('').length)
}

/** The values of a text that has these pieces in their order; every value ends where the next piece begins for the first time. */
function valuesBetween([first, ...rest]: Pattern['pieces'], text: string): string[] | undefined {
  const last = rest.pop() ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return undefined
  const end = text.length - last.length
  const values: string[] = []
  let from = first.length
  for (const piece of rest) {
    const at = text.indexOf(piece, from)
    if (at < 0 || at + piece.length > end) return undefined
    values.push(text.slice(from, at))
    from = at + piece.length
  }
  return [...values, text.slice(from, end)]
}

function filled(sentence: string, value: (index: number) => string): string {
  return sentence.replace(/\{(\d)\}/g, (_, index: string) => value(Number(index)))
}
