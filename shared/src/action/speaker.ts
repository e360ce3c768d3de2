import { inEnglish, type Wording } from '../domain/text/phrase.js'
import { translatorBy } from '../domain/text/translate-text.js'
import type { Language } from './common-inputs.js'

/**
 * Says sentences in the language of the reader. `japanese` pairs English templates with their sentences; they are looked up
 * for texts of records too, which are English whoever reads them. What is not among them stays English.
 */
export function speaker(
  language: Language,
  japanese: readonly (readonly [english: string, japanese: string])[]
): (wording: Wording) => string {
  return language === 'ja' ? translatorBy(new Map(japanese)) : inEnglish
}
