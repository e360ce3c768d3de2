import { prepareRegression } from '../metrics/evaluate-regression.js'
import { metricsOf } from '../metrics/metric-table.js'
import { assertRegressionOutcomes, selectNumbers } from '../metrics/regression-outcomes.js'
import type { RegressionOutcomes } from '../metrics/regression-outcomes.js'
import { joinRows } from './join-rows.js'
import type { PairedMetric, PairedModels } from './paired-models.js'

/** Predictions of a number, with the sample ids of their rows if there are any. */
export type ComparedNumbers = RegressionOutcomes & { readonly sampleIds?: readonly string[] }

/** Brings two regression models onto the same rows; a text says why that cannot be. Throws `UserError` `predictions-invalid`. */
export function pairRegression(
  challenger: ComparedNumbers,
  champion: ComparedNumbers
): PairedModels | string {
  assertRegressionOutcomes(challenger)
  assertRegressionOutcomes(champion)
  const rows = joinRows(
    { ...challenger, rows: challenger.truth.length },
    { ...champion, rows: champion.truth.length }
  )
  if (typeof rows === 'string') return rows
  const ours = selectNumbers(challenger, rows.challenger)
  const theirs = selectNumbers(champion, rows.champion)
  const differing = ours.truth.findIndex(
    (value, row) => !Object.is(value, theirs.truth[row]) && value !== theirs.truth[row]
  )
  if (differing >= 0)
    return `the targets differ in row ${differing + 1}: ${ours.truth[differing] ?? ''} for the challenger, ${theirs.truth[differing] ?? ''} for the champion`
  return { rows, metrics: pairMetrics(ours, theirs) }
}

function pairMetrics(ours: RegressionOutcomes, theirs: RegressionOutcomes): PairedMetric[] {
  const [challenger, champion] = [prepareRegression(ours), prepareRegression(theirs)]
  return metricsOf('regression').flatMap(({ name, direction }) => {
    const [one, other] = [challenger.get(name), champion.get(name)]
    return one === undefined || other === undefined
      ? []
      : [{ name, direction, challenger: one, champion: other }]
  })
}
