import type { Language } from '../../../shared/src/action/common-inputs.js'
import { en } from './messages-en.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'

/** The texts of a language; English is at hand, others are loaded. */
export async function loadMessages(language: Language): Promise<ParseIssueMessages> {
  return language === 'ja' ? (await import('./messages-ja.js')).ja : en
}
