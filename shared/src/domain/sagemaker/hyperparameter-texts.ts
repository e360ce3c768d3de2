import type { Problem } from '../../errors.js'

export const LONGEST_HYPERPARAMETER = 2500
const MOST_HYPERPARAMETERS = 100
const RESERVED = /^(?:sagemaker_.*|_tuning_objective_metric|default_user_module_name)$/

/** A value as it travels in hyperparameters.json: compact JSON in one line, since SageMaker's texts have no line ends. */
export function hyperparameterText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

/** The hyperparameters that fit, for people to see beside the job; job.json has all of them. */
export function shownHyperparameters(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(values)
    .map(([name, value]) => [name, hyperparameterText(value)] as const)
    .filter(([name, text]) => text.length <= LONGEST_HYPERPARAMETER && !RESERVED.test(name))
  return Object.fromEntries(texts.slice(0, MOST_HYPERPARAMETERS))
}

/** What keeps hyperparameters from reaching a program that has no other way to hear of them. */
export function hyperparameterProblems(
  values: Readonly<Record<string, unknown>>,
  reserved: number
): Problem[] {
  const problems: Problem[] = []
  for (const [name, value] of Object.entries(values)) {
    const place = `hyperparameters.${name}`
    const { length } = hyperparameterText(value)
    if (RESERVED.test(name)) {
      problems.push({
        place,
        message: `"${name}" is a name of SageMaker's toolkit`,
        hint: 'Choose another name.'
      })
    }
    if (length > LONGEST_HYPERPARAMETER) {
      const message = `is ${length} characters long as JSON, at most ${LONGEST_HYPERPARAMETER} reach a job`
      problems.push({ place, message, hint: 'Put long values into a file of source-dir.' })
    }
  }
  const most = MOST_HYPERPARAMETERS - reserved
  if (Object.keys(values).length > most) {
    problems.push({ place: 'hyperparameters', message: `at most ${most} hyperparameters reach the toolkit` })
  }
  return problems
}
