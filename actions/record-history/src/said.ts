import type { Language } from '../../../shared/src/action/common-inputs.js'
import { escapeMarkdown } from '../../../shared/src/action/markdown.js'
import { speaker } from '../../../shared/src/action/speaker.js'
import { gate } from '../../../shared/src/domain/text/ja/gate.js'
import { training } from '../../../shared/src/domain/text/ja/training.js'

/** A sentence of a record, which is English, as Markdown in the language of the reader. */
export type Said = (sentence: string) => string

/** Says what trainings and gates have recorded; what it does not know stays English. */
export function saidIn(language: Language): Said {
  const speak = speaker(language, [...gate, ...training])
  return sentence => escapeMarkdown(speak(sentence))
}
