import { phrase, type Phrase } from '../text/phrase.js'
import { isAlgorithm, algorithmHint, tasksOf } from './algorithms.js'
import { unknownKey, valueText } from './explain-issue.js'
import { valueFaults } from './hyperparameter-faults.js'
import { faultAt, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'

type Values = Readonly<Record<string, unknown>>

const ensembleKeys = ['members', 'voting', 'confidence_threshold']
const memberKeys = ['algorithm', 'weight', 'hyperparameters']
const mostMembers = 20
const base: readonly PropertyKey[] = ['hyperparameters']

/** What is wrong with the hyperparameters of an ensemble: members with weights, soft voting, a confidence threshold. */
export function ensembleFaults({ algorithm, task, hyperparameters }: RequestDraft): readonly RequestFault[] {
  if (algorithm !== 'ensemble') return []
  const values: Values = hyperparameters ?? {}
  const { members, voting, confidence_threshold: confidence } = values
  return [
    ...strangers(values, { known: ensembleKeys, path: base }),
    ...membersFaults(members, task),
    ...unless(
      voting === undefined || voting === 'soft',
      'voting',
      phrase`an ensemble votes "soft", not ${valueText(voting)}`
    ),
    ...unless(
      confidence === undefined || isNumberWithin(confidence, 1),
      'confidence_threshold',
      phrase`"confidence_threshold" must be ${phrase`a number from ${0} to ${1}`}, not ${valueText(confidence)}`
    )
  ]
}

function unless(isFine: boolean, name: string, message: Phrase): RequestFault[] {
  return isFine ? [] : [faultAt([...base, name], message)]
}

function strangers(
  values: Values,
  { known, path }: { readonly known: readonly string[]; readonly path: readonly PropertyKey[] }
): RequestFault[] {
  return Object.keys(values)
    .filter(key => !known.includes(key))
    .map(key => {
      const { message, hint } = unknownKey(key, known, path.map(String).join('.'))
      return faultAt([...path, key], message, hint)
    })
}

function membersFaults(members: unknown, task: RequestDraft['task']): RequestFault[] {
  const example = phrase`Write "members: [{algorithm: random_forest, weight: 2}, {algorithm: xgboost, weight: 1}]".`
  if (!Array.isArray(members))
    return [faultAt([...base, 'members'], phrase`an ensemble needs members`, example)]
  const list: readonly unknown[] = members
  if (list.length < 2 || list.length > mostMembers) {
    const message = phrase`an ensemble has ${2} to ${mostMembers} members, not ${list.length}`
    return [faultAt([...base, 'members'], message)]
  }
  const faults = list.flatMap((member, index) => memberFaults(member, index, task))
  if (faults.length > 0) return faults
  const total = list.reduce<number>(
    (sum, member) => sum + (isMap(member) ? Number(member['weight'] ?? 1) : 0),
    0
  )
  const path = [...base, 'members']
  if (total > Number.MAX_VALUE)
    return [
      faultAt(
        path,
        phrase`the weights of the members are too large to be added`,
        phrase`Give smaller weights.`
      )
    ]
  if (total > 0) return []
  const remedy = phrase`Give at least one member a weight above 0.`
  return [faultAt(path, phrase`the weights of the members sum to ${total}`, remedy)]
}

function memberFaults(member: unknown, index: number, task: RequestDraft['task']): RequestFault[] {
  const path = [...base, 'members', index]
  if (!isMap(member))
    return [faultAt(path, phrase`a member must be a map, such as {algorithm: random_forest, weight: 1}`)]
  const { algorithm, weight, hyperparameters = {} } = member
  return [
    ...strangers(member, { known: memberKeys, path }),
    ...algorithmFaults(algorithm, [...path, 'algorithm'], task),
    ...(weight === undefined || isNumberWithin(weight, Number.MAX_VALUE)
      ? []
      : [faultAt([...path, 'weight'], phrase`a weight must be a number from 0, not ${valueText(weight)}`)]),
    ...(isMap(hyperparameters)
      ? valueFaults({
          algorithm: String(algorithm),
          task,
          values: hyperparameters,
          base: [...path, 'hyperparameters']
        })
      : [faultAt([...path, 'hyperparameters'], phrase`the hyperparameters of a member must be a map`)])
  ]
}

function algorithmFaults(
  algorithm: unknown,
  path: readonly PropertyKey[],
  task: RequestDraft['task']
): RequestFault[] {
  if (typeof algorithm !== 'string' || !isAlgorithm(algorithm)) {
    const message =
      algorithm === undefined
        ? phrase`a member needs an algorithm`
        : phrase`${valueText(algorithm)} is not an algorithm`
    return [faultAt(path, message, algorithmHint(String(algorithm)))]
  }
  if (algorithm === 'ensemble' || algorithm === 'script' || algorithm.startsWith('sagemaker:'))
    return [faultAt(path, phrase`${algorithm} cannot be a member of an ensemble`)]
  const possible = tasksOf(algorithm)
  const wanted = task === undefined ? tasksOf('ensemble') : [task]
  if (wanted.some(each => possible.includes(each))) return []
  return [faultAt(path, phrase`"${algorithm}" cannot be trained for ${wanted.join(', ')}`)]
}

function isNumberWithin(value: unknown, high: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= high
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
