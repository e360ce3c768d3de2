import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { DriftMessages } from './drift-messages.js'
import { en } from './messages-en.js'

/** The texts of a language; English is at hand, others are loaded. */
export async function loadMessages(language: Language): Promise<DriftMessages> {
  return language === 'ja' ? (await import('./messages-ja.js')).ja : en
}
