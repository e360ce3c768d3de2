/** How often a training is started again by itself. */
export const MAX_RETRIES = 3

const LONGEST_NAME = 63
const ID = /^train-(\d{8}-\d{6}-[0-9a-f]{8}(?:-\d{1,4})?)$/
const NAME = /^mlops-.+-(\d{8}-\d{6}-[0-9a-f]{8}(?:-\d{1,4})?)(?:-r[1-3])?$/

/** What the names of all training jobs of the suite start with. */
export const JOB_NAME_PREFIX = 'mlops-'

/**
 * The name of a run's training job, the same on every call: `mlops-<model>-<training id without "train-">`, and `-r1` to
 * `-r3` for a job that replaces one lost to the service (`attempt` 1 to 3). The id is always whole, so two runs never
 * share a name; the model's name is cut to what is left of SageMaker's 63 characters.
 */
export function jobNameOf(trainingId: string, modelId: string, attempt = 0): string {
  const id = ID.exec(trainingId)?.[1]
  if (id === undefined) throw new RangeError(`"${trainingId.slice(0, 80)}" is not a training id`)
  if (!Number.isInteger(attempt) || attempt < 0 || attempt > MAX_RETRIES)
    throw new RangeError(`attempt ${attempt} is not from 0 to ${MAX_RETRIES}`)
  const end = `-${id}${attempt === 0 ? '' : `-r${attempt}`}`
  const model = modelId.slice(0, LONGEST_NAME - JOB_NAME_PREFIX.length - end.length).replace(/-+$/, '')
  return `${JOB_NAME_PREFIX}${model}${end}`
}

/** The training id in a name that `jobNameOf` made; undefined for any other name. */
export function trainingIdOfJob(name: string): string | undefined {
  const id = NAME.exec(name)?.[1]
  return id === undefined ? undefined : `train-${id}`
}
