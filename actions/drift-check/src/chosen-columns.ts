import { nearestName } from '../../../shared/src/domain/text/nearest-name.js'
import { UserError, type Problem } from '../../../shared/src/errors.js'
import { shorten } from '../../../shared/src/tables/table-error.js'
import { comparableColumns, type Baseline } from './baseline.js'
import type { DriftInputs } from './inputs.js'

const MOST_NAMED = 20

/** Every column that an input names must be one of the baseline's; all that are not are one `feature-unknown`. */
export function checkNames(inputs: DriftInputs, baseline: Baseline): void {
  const names = new Set(comparableColumns(baseline))
  const problems = [
    ...unknown('features', inputs.features ?? [], names),
    ...unknown('critical-features', inputs.criticalFeatures, names)
  ]
  if (problems.length === 0) return
  const list = problems
    .slice(0, MOST_NAMED)
    .map(({ place, message, hint }) => `${place}: ${message}. ${hint ?? ''}`.trim())
  const more = problems.length > MOST_NAMED ? [`and ${problems.length - MOST_NAMED} more`] : []
  throw new UserError('feature-unknown', [...list, ...more].join('\n'), { problems })
}

function unknown(input: string, wanted: readonly string[], known: ReadonlySet<string>): Problem[] {
  return wanted
    .filter(name => !known.has(name))
    .map(name => {
      const nearest = nearestName(name, known)
      return {
        place: `input ${input}`,
        message: `the baseline has no column "${shorten(name)}"`,
        hint: nearest === undefined ? listed(known) : `Did you mean "${shorten(nearest)}"?`
      }
    })
}

function listed(known: ReadonlySet<string>): string {
  const shown = [...known].slice(0, MOST_NAMED).map(name => `"${shorten(name)}"`)
  return `It has ${shown.join(', ')}${known.size > MOST_NAMED ? ', …' : ''}.`
}
