import type { Language } from '../../../shared/src/action/common-inputs.js'
import { en } from './messages-en.js'
import type { Command, ParseIssueDecision } from './outcome.js'

/** Texts of the comments and the summary of `parse-issue`; a language that lacks one does not compile. */
export interface ParseIssueMessages {
  readonly title: string
  readonly decisions: Readonly<Record<ParseIssueDecision, string>>
  readonly invalidIntro: string
  readonly invalidOutro: string
  readonly hint: string
  readonly unauthorized: string
  readonly exhausted: string
  readonly accepted: (run: { readonly trainingId: string; readonly attempt: string }) => string
  readonly request: string
  readonly model: string
  readonly algorithm: string
  readonly dataset: string
  readonly again: string
  readonly issue: string
  readonly reason: string
  readonly report: string
  readonly run: string
  readonly attempt: string
  readonly status: string
  readonly gate: string
  readonly statusTitle: string
  readonly noRuns: string
  readonly awaiting: string
  readonly helpTitle: string
  readonly command: string
  readonly effect: string
  readonly help: Readonly<Record<Exclude<Command, 'train'>, string>>
  readonly reasonCode: string
}

/** The texts of a language; English is at hand, others are loaded. */
export async function loadMessages(language: Language): Promise<ParseIssueMessages> {
  return language === 'ja' ? (await import('./messages-ja.js')).ja : en
}
