import type { Problem } from '../../../../shared/src/errors.js'
import type { TrainOutcome } from '../outcome.js'

export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
}

/** All problems in one message. */
export function problemsText(problems: readonly Problem[]): string {
  return problems
    .map(({ place, message, hint }) => `${place}: ${message}${hint === undefined ? '' : ` (${hint})`}`)
    .join('\n')
}

/** The outcome of a training that was not started. */
export function refusedBy({ code, message, hint }: Refusal, trainingId: string): TrainOutcome {
  return {
    decision: 'refused',
    reasonCode: code,
    message,
    hint,
    record: undefined,
    trainingId,
    warnings: []
  }
}
