import { Masks } from '../commands/masks.js'
import { StepReporter } from '../commands/step-reporter.js'
import type { RunContext } from '../run-context.js'

/** Speaks for a job before it has a machine of its own; secrets are hidden already. */
export function earlyReporter(run: RunContext, job: string): StepReporter {
  const masks = new Masks()
  for (const secret of Object.values(run.options.secrets ?? {})) masks.add(secret)
  return new StepReporter({ recorder: run.recorder, masks, job, step: undefined })
}
