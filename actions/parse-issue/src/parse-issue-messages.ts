import type { Wording } from '../../../shared/src/domain/text/phrase.js'
import type { Command, ParseIssueDecision } from './outcome.js'

/** Texts of the comments and the summary of `parse-issue`; a language that lacks one does not compile. */
export interface ParseIssueMessages {
  readonly title: string
  readonly decisions: Readonly<Record<ParseIssueDecision, string>>
  readonly invalidIntro: string
  readonly invalidOutro: string
  /** For what is wrong with a command, not with the issue. */
  readonly commandOutro: string
  /** For a command that another action carries out. */
  readonly handedOn: string
  /** For a policy that cannot be used. */
  readonly policyBroken: string
  readonly policyIntro: string
  readonly policyOutro: string
  readonly hint: string
  /** A diagnostic's sentence in this language. */
  readonly say: (wording: Wording) => string
  readonly unauthorized: string
  readonly unauthorizedCommand: string
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
  readonly attemptsLeft: string
  readonly cost: string
  /** Head of the column that says how close a run came. */
  readonly missed: string
  readonly missedRule: (rule: {
    readonly expression: string
    readonly value: string | undefined
    readonly shortBy: string | undefined
  }) => string
  readonly changes: string
  readonly noChanges: string
  readonly field: string
  readonly before: string
  readonly after: string
  readonly helpTitle: string
  readonly command: string
  readonly effect: string
  readonly help: Readonly<Record<Exclude<Command, 'train'>, string>>
  readonly reasonCode: string
}
