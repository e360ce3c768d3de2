import type { Problem } from '../errors.js'
import {
  outputCount,
  transformedColumns,
  type FittedModel,
  type NumericPreprocessing
} from './fitted-model.js'
import { unreadable } from './model-errors.js'

const problem = (place: string, message: string): Problem => ({ place, message })

const duplicates = (texts: readonly string[]): boolean => new Set(texts).size !== texts.length

function classProblems({ signature, link, predictor }: FittedModel): Problem[] {
  const { classes, task } = signature
  const outputs = outputCount(predictor)
  if ((task === 'classification') !== (classes !== null))
    return [problem('classes', `a ${task} model ${classes === null ? 'needs' : 'has no'} classes`)]
  if (classes === null)
    return outputs === 1 && link !== 'softmax'
      ? []
      : [problem('link', `${outputs} outputs with ${link} are no regression`)]
  const expected = link === 'logistic' ? 1 : classes.length
  const problems: Problem[] = []
  if (classes.length < 2 || duplicates(classes))
    problems.push(problem('classes', 'two or more different ones are needed'))
  if (link === 'logistic' && classes.length !== 2)
    problems.push(problem('classes', `logistic needs 2, not ${classes.length}`))
  if (link === 'exp') problems.push(problem('link', 'exp gives no probabilities'))
  if (outputs !== expected) problems.push(problem('model', `${outputs} outputs where ${expected} are needed`))
  return problems
}

function featureProblems({ signature, preprocessing }: FittedModel): Problem[] {
  const names = (kind: string): string[] =>
    signature.features.filter(feature => feature.kind === kind).map(({ name }) => name)
  const same = (left: readonly string[], right: readonly string[]): boolean =>
    left.length === right.length && left.every((name, place) => name === right[place])
  const problems: Problem[] = []
  if (signature.features.length === 0) problems.push(problem('features', 'there are none'))
  if (duplicates(signature.features.map(({ name }) => name)))
    problems.push(problem('features', 'a name appears twice'))
  if (!same(names('numeric'), preprocessing.numeric.names))
    problems.push(problem('features', 'the numeric ones differ from the preprocessing'))
  if (
    !same(
      names('categorical'),
      preprocessing.categorical.map(({ name }) => name)
    )
  )
    problems.push(problem('features', 'the categorical ones differ from the preprocessing'))
  return problems
}

function categoryProblems({ preprocessing }: FittedModel): Problem[] {
  return preprocessing.categorical
    .filter(({ categories }) => categories.length === 0 || duplicates(categories))
    .map(({ name }) => problem(`features.${name}`, 'the categories are empty or repeat one'))
}

const BOUNDS: readonly (readonly [keyof Omit<NumericPreprocessing, 'names'>, (value: number) => boolean])[] =
  [
    ['fill', value => Number.isNaN(value) || Number.isFinite(value)],
    ['lower', value => !Number.isNaN(value)],
    ['upper', value => !Number.isNaN(value)],
    ['center', Number.isFinite],
    ['scale', value => Number.isFinite(value) && value !== 0]
  ]

function numericProblems({ preprocessing: { numeric } }: FittedModel): Problem[] {
  return BOUNDS.flatMap(([name, allowed]) => {
    const values = numeric[name]
    const place = `numeric.${name}`
    if (values.length !== numeric.names.length)
      return [problem(place, `${values.length} values for ${numeric.names.length} features`)]
    const stray = values.findIndex(value => !allowed(value))
    return stray < 0
      ? []
      : [problem(place, `${String(values[stray])} for feature '${numeric.names[stray] ?? ''}'`)]
  })
}

function linearProblems({ predictor, preprocessing }: FittedModel): Problem[] {
  if (predictor.kind !== 'linear') return []
  const { columns, coefficient, intercept } = predictor
  const expected = transformedColumns(preprocessing)
  if (columns !== expected || coefficient.length !== columns * intercept.length)
    return [problem('linear.coefficient', `does not fit ${expected} columns and ${intercept.length} outputs`)]
  const finite = coefficient.every(Number.isFinite) && intercept.every(Number.isFinite)
  return finite ? [] : [problem('linear', 'a coefficient is not a finite number')]
}

/** Shapes, names and values of a fitted model agree; else `UserError` `model-unreadable` with all problems at once. */
export function checkFittedModel(model: FittedModel): void {
  const problems = [
    ...classProblems(model),
    ...featureProblems(model),
    ...categoryProblems(model),
    ...numericProblems(model),
    ...linearProblems(model)
  ]
  if (problems.length === 0) return
  const all = problems.map(({ place, message }) => `${place}: ${message}`).join('; ')
  throw unreadable(`the model contradicts itself: ${all}`, { problems })
}
