import { TRAINING_ID } from '../../../shared/src/domain/text/id-patterns.js'
import { trainingIdOfJob } from '../../../shared/src/domain/sagemaker/job-name.js'

const PLACES = ['client_payload', 'inputs'] as const
const NAMES = ['training-id', 'training_id', 'job-name', 'job_name', 'TrainingJobName'] as const

/** The run that an event is about, if it names one: which to look at first, and nothing else. */
export function hintedRun(eventText: string | undefined): string | undefined {
  const event = jsonOf(eventText ?? '')
  for (const place of PLACES) {
    for (const name of NAMES) {
      const value = ownField(ownField(event, place), name)
      const id = typeof value === 'string' && value.length <= 100 ? runOf(value) : undefined
      if (id !== undefined) return id
    }
  }
  return undefined
}

function runOf(text: string): string | undefined {
  return TRAINING_ID.test(text) ? text : trainingIdOfJob(text)
}

function ownField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Reflect.get(value, name)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
