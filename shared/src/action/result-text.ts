import { results } from '../domain/text/ja/results.js'
import { inEnglish, inLanguage, type Wording } from '../domain/text/phrase.js'
import type { Language } from './common-inputs.js'

const japanese = new Map(results)

/** A sentence about what a command came to, in the language of the reader. */
export function resultText(wording: Wording, language: Language): string {
  return language === 'ja' ? inLanguage(wording, japanese) : inEnglish(wording)
}
