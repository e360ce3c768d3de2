import { asPhrase, phrase, type Phrase } from '../text/phrase.js'

/** Letters of other alphabets that look like ASCII ones, beside those that compatibility normalisation resolves. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  [
    ['а', 'a'],
    ['ɑα', 'a'],
    ['ЬЬь', 'b'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еєҽ', 'e'],
    ['ɡ', 'g'],
    ['һ', 'h'],
    ['іıι', 'i'],
    ['јϳ', 'j'],
    ['кκ', 'k'],
    ['ӏǀ', 'l'],
    ['м', 'm'],
    ['ո', 'n'],
    ['оοօ', 'o'],
    ['рρ', 'p'],
    ['ԛ', 'q'],
    ['г', 'r'],
    ['ѕ', 's'],
    ['тτ', 't'],
    ['υս', 'u'],
    ['νѵ', 'v'],
    ['ԝѡ', 'w'],
    ['хχ', 'x'],
    ['уγ', 'y'],
    ['ᴢ', 'z'],
    ['‐‑‒–—−', '-'],
    ['‗', '_']
  ].flatMap(([letters = '', ascii = '']) => Array.from(letters, letter => [letter, ascii] as const))
)

const names: ReadonlyMap<string, string> = new Map([
  ['\u00a0', 'no-break space'],
  ['\u00ad', 'soft hyphen'],
  ['\u200b', 'zero-width space'],
  ['\u200c', 'zero-width non-joiner'],
  ['\u200d', 'zero-width joiner'],
  ['\u200e', 'left-to-right mark'],
  ['\u200f', 'right-to-left mark'],
  ['\u202a', 'left-to-right embedding'],
  ['\u202b', 'right-to-left embedding'],
  ['\u202c', 'pop directional formatting'],
  ['\u202d', 'left-to-right override'],
  ['\u202e', 'right-to-left override'],
  ['\u2060', 'word joiner'],
  ['\u2066', 'left-to-right isolate'],
  ['\u2067', 'right-to-left isolate'],
  ['\u2068', 'first strong isolate'],
  ['\u2069', 'pop directional isolate'],
  ['\u3000', 'ideographic space'],
  ['\ufeff', 'zero-width no-break space']
])

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\p{Script=Cyrillic}/u, 'a Cyrillic letter'],
  [/^\p{Script=Greek}/u, 'a Greek letter'],
  [/^\p{Script=Armenian}/u, 'an Armenian letter'],
  [/^[\uff01-\uff5e]/u, 'a full-width letter'],
  [/^\p{M}/u, 'a combining mark'],
  [/^\p{Cf}/u, 'an invisible character']
]

/**
 * What is wrong with a name that only looks like a known one: which character, and what should stand there. Undefined
 * for a name in plain ASCII, and for one that looks like none of the known.
 */
export function explainOddLetters(typed: string, known: Iterable<string>): Phrase | undefined {
  const odd = typed.length <= 200 ? /[^\x20-\x7e]/u.exec(typed)?.[0] : undefined
  if (odd === undefined) return undefined
  const meant = asciiOf(typed)
  for (const name of known) {
    if (name === meant) return phrase`Write "${name}": in its place stands ${nameOf(odd)}.`
  }
  return undefined
}

function asciiOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/[\p{M}\p{Cf}\s]/gu, '')
  return Array.from(plain, letter => lookAlikes.get(letter.toLowerCase()) ?? letter.toLowerCase()).join('')
}

/** `U+0430 (a Cyrillic letter)`. */
function nameOf(character: string): string | Phrase {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const name = names.get(character) ?? kinds.find(([pattern]) => pattern.test(character))?.[1]
  return name === undefined ? `U+${code}` : phrase`U+${code} (${asPhrase(name)})`
}
