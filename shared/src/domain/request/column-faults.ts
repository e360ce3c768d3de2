import { phrase } from '../text/phrase.js'
import { fault, type RequestFault } from './request-fault.js'
import type { RequestDraft } from './training-request.js'

/** Contradictions between the columns a request names. */
export function columnFaults(request: RequestDraft): readonly RequestFault[] {
  const { features, target, sample_id: sampleId, fairness } = request
  const faults: RequestFault[] = []
  const columns: readonly string[] = features ?? []
  const remedy = phrase`Remove it from features.`
  const at = (name: string) => `features.${columns.indexOf(name)}`
  if (target !== undefined && columns.includes(target))
    faults.push(fault(at(target), phrase`the target "${target}" cannot be a feature`, remedy))
  if (sampleId !== undefined && columns.includes(sampleId))
    faults.push(fault(at(sampleId), phrase`the sample id "${sampleId}" cannot be a feature`, remedy))
  if (target !== undefined && target === sampleId)
    faults.push(fault('sample_id', phrase`sample_id and target name the same column`))
  const groups: readonly string[] = fairness?.sensitive ?? []
  for (const name of [target, sampleId]) {
    if (name === undefined || !groups.includes(name)) continue
    const place = `fairness.sensitive.${groups.indexOf(name)}`
    faults.push(fault(place, phrase`"${name}" is the target or the sample id, and tells no groups apart`))
  }
  return faults
}
