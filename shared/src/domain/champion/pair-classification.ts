import { classificationOutcomes } from '../metrics/class-predictions.js'
import type { ClassPredictions } from '../metrics/class-predictions.js'
import { classProbabilities, selectOutcomes } from '../metrics/classification-outcomes.js'
import type { ClassificationOutcomes } from '../metrics/classification-outcomes.js'
import { prepareClassification } from '../metrics/evaluate-classification.js'
import { metricsOf } from '../metrics/metric-table.js'
import { deLong } from '../statistics/delong.js'
import { mcNemar } from '../statistics/mcnemar.js'
import { joinRows } from './join-rows.js'
import type { PairedMetric, PairedModels, PairedTest } from './paired-models.js'

/** Predictions of a class, with the sample ids of their rows if there are any. */
export type ComparedClasses = ClassPredictions & { readonly sampleIds?: readonly string[] }

/**
 * Brings two classifiers onto the same rows and the challenger's classes and positive class; a text says why that cannot
 * be. A champion of other classes keeps its labels and loses its probabilities. Throws `UserError` `predictions-invalid`.
 */
export function pairClassification(
  challenger: ComparedClasses,
  champion: ComparedClasses
): PairedModels | string {
  const rows = joinRows(
    { ...challenger, rows: challenger.truth.length },
    { ...champion, rows: champion.truth.length }
  )
  if (typeof rows === 'string') return rows
  const ours = classificationOutcomes(challenger, champion.classes)
  const theirs = inClassesOf(challenger, champion)
  const pair = {
    challenger: selectOutcomes(ours, rows.challenger),
    champion: selectOutcomes(theirs, rows.champion)
  }
  const difference = differingTarget(pair)
  return difference ?? { rows, metrics: pairMetrics(pair) }
}

interface Pair {
  readonly challenger: ClassificationOutcomes
  readonly champion: ClassificationOutcomes
}

/** The champion's outcomes as a model of the challenger's classes would have them. */
function inClassesOf(challenger: ClassPredictions, champion: ClassPredictions): ClassificationOutcomes {
  const own = classificationOutcomes(champion)
  const named = (labels: Int32Array) => Array.from(labels, label => own.classes[label] ?? '')
  const { classes, positiveClass } = challenger
  const probabilities = reorderProbabilities(champion, classes)
  const predictions: ClassPredictions = {
    classes,
    truth: named(own.truth),
    predicted: named(own.predicted),
    ...(positiveClass === undefined ? {} : { positiveClass }),
    ...(probabilities === undefined ? {} : { probabilities })
  }
  const outcomes = classificationOutcomes(predictions, champion.classes)
  const dropped = champion.probabilities !== undefined && probabilities === undefined
  return dropped
    ? { ...outcomes, withoutProbabilities: 'its classes are not those of the challenger' }
    : outcomes
}

function reorderProbabilities(
  { classes, truth, probabilities }: ClassPredictions,
  wanted: readonly string[]
): Float64Array | undefined {
  const columns = wanted.map(name => classes.indexOf(name))
  if (probabilities === undefined || wanted.length !== classes.length || columns.includes(-1))
    return undefined
  const size = classes.length
  const reordered = new Float64Array(truth.length * size)
  for (let row = 0; row < truth.length; row++) {
    columns.forEach((column, place) => {
      reordered[row * size + place] = probabilities[row * size + column] ?? NaN
    })
  }
  return reordered
}

function differingTarget({ challenger, champion }: Pair): string | undefined {
  const name = (outcomes: ClassificationOutcomes, row: number) =>
    outcomes.classes[outcomes.truth[row] ?? -1] ?? ''
  for (let row = 0; row < challenger.truth.length; row++) {
    const [ours, theirs] = [name(challenger, row), name(champion, row)]
    if (ours !== theirs)
      return `the targets differ in row ${row + 1}: ${quoted(ours)} for the challenger, ${quoted(theirs)} for the champion`
  }
  return undefined
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100))
}

function pairMetrics(pair: Pair): PairedMetric[] {
  const [challenger, champion] = [
    prepareClassification(pair.challenger),
    prepareClassification(pair.champion)
  ]
  return metricsOf('classification').flatMap(({ name, direction }) => {
    const [one, other] = [challenger.get(name), champion.get(name)]
    if (one === undefined || other === undefined) return []
    const test = TESTS.get(name)
    const paired = { name, direction, challenger: one, champion: other }
    return [test === undefined ? paired : { ...paired, test: () => test(pair) }]
  })
}

const TESTS: ReadonlyMap<string, (pair: Pair) => PairedTest | null> = new Map([
  ['accuracy', testAccuracy],
  ['roc_auc', testArea]
])

function testAccuracy({ challenger, champion }: Pair): PairedTest {
  let [onlyChallenger, onlyChampion] = [0, 0]
  challenger.truth.forEach((label, row) => {
    const ours = challenger.predicted[row] === label
    const theirs = champion.classes[champion.predicted[row] ?? -1] === challenger.classes[label]
    if (ours && !theirs) onlyChallenger++
    if (theirs && !ours) onlyChampion++
  })
  const { variant, pValue } = mcNemar(onlyChallenger, onlyChampion)
  return { name: `mcnemar-${variant}`, pValue }
}

function testArea({ challenger, champion }: Pair): PairedTest | null {
  const { positive, modelClasses, truth } = challenger
  if (modelClasses !== 2 || challenger.probabilities === null || champion.probabilities === null) return null
  const result = deLong(
    Uint8Array.from(truth, label => (label === positive ? 1 : 0)),
    classProbabilities(challenger.probabilities, modelClasses, positive),
    classProbabilities(champion.probabilities, modelClasses, positive)
  )
  return result === null ? null : { name: 'delong', pValue: result.pValue }
}
