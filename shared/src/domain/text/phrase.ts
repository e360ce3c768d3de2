/** A sentence with places for values: its template is what translations are found by. */
export interface Phrase {
  /** The English sentence with `{}` for every value. */
  readonly template: string
  /** Phrases among the values are translated as well, anything else is shown as it is. */
  readonly values: readonly (string | number | Phrase)[]
}

/** A sentence without values is its own template. */
export type Wording = string | Phrase

/** Sentences of another language by English template; `{0}` stands for the first value. */
export type Catalog = ReadonlyMap<string, string>

/** Tag of template literals that are to be translated: phrase`at most ${limit}`. */
export function phrase(pieces: TemplateStringsArray, ...values: Phrase['values']): Phrase {
  return { template: pieces.join('{}'), values }
}

/** A sentence as a phrase, for use inside another one. */
export function asPhrase(wording: Wording): Phrase {
  return typeof wording === 'string' ? { template: wording, values: [] } : wording
}

/** The English sentence. */
export function inEnglish(wording: Wording): string {
  if (typeof wording === 'string') return wording
  const values = wording.values.map(shownBy(inEnglish))
  let next = 0
  return wording.template.replace(/\{\}/g, () => values[next++] ?? '')
}

/** The sentence by a catalog; one that is not in it stays English. */
export function inLanguage(wording: Wording, catalog: Catalog): string {
  const { template, values } = asPhrase(wording)
  const sentence = catalog.get(template)
  if (sentence === undefined) return inEnglish(wording)
  const shown = values.map(shownBy(inner => inLanguage(inner, catalog)))
  return sentence.replace(/\{(\d)\}/g, (_, index: string) => shown[Number(index)] ?? '')
}

/**
 * A message of a schema, which can only be a text, as a phrase: the numbers in it are its values, and what follows
 * "must be" is a phrase of its own.
 */
export function phraseOfNumbers(text: string): Phrase {
  const description = /^must be (.*)$/s.exec(text)?.[1]
  if (description !== undefined) return phrase`must be ${phraseOfNumbers(description)}`
  const values: number[] = []
  const template = text.replace(/(?<![\w.-])\d+(?:\.\d+)?(?![\w-]|\.\d)/g, digits => {
    values.push(Number(digits))
    return '{}'
  })
  return { template, values }
}

function shownBy(speak: (inner: Phrase) => string): (value: Phrase['values'][number]) => string {
  return value => (typeof value === 'object' ? speak(value) : String(value))
}
