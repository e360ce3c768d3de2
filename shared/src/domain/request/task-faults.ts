import { phrase } from '../text/phrase.js'
import { learningTypeOf, tasksOf } from './algorithms.js'
import { fault, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'

/** Contradictions between algorithm, task and learning type. */
export function taskFaults({
  algorithm,
  task,
  learning_type: learningType
}: RequestDraft): readonly RequestFault[] {
  const possible = algorithm === undefined ? undefined : tasksOf(algorithm)
  if (algorithm !== undefined && possible !== undefined && task !== undefined && !possible.includes(task)) {
    const hint = phrase`It can be trained for: ${possible.join(', ')}.`
    return [fault('task', phrase`"${algorithm}" cannot be trained for ${task}`, hint)]
  }
  const tasks = task === undefined ? possible : [task]
  if (learningType === undefined || tasks === undefined) return []
  const types = new Set(tasks.map(learningTypeOf))
  if (types.has(learningType)) return []
  const subject = task === undefined ? phrase`"${algorithm ?? ''}"` : phrase`the task ${task}`
  return [
    fault(
      'learning_type',
      phrase`${subject} is ${[...types].join(', ')}, not ${learningType}`,
      phrase`Leave learning_type out, or change it.`
    )
  ]
}
