import { columnFaults } from './column-faults.js'
import { computeFaults } from './compute-faults.js'
import { ensembleFaults } from './ensemble-faults.js'
import { hyperparameterFaults } from './hyperparameter-faults.js'
import { metricFaults } from './metric-faults.js'
import { modelFaults } from './model-faults.js'
import type { RequestFault } from './request-fault.js'
import { taskFaults } from './task-faults.js'
import type { RequestDraft } from './training-request.js'
import { tuningFaults } from './tuning-faults.js'

type Check = (request: RequestDraft) => readonly RequestFault[]

const checks: readonly Check[] = [
  taskFaults,
  columnFaults,
  hyperparameterFaults,
  ensembleFaults,
  metricFaults,
  tuningFaults,
  computeFaults,
  modelFaults
]

/** Every contradiction between the fields of a request; a field that is absent contradicts nothing. */
export function checkRequest(request: RequestDraft): readonly RequestFault[] {
  return checks.flatMap(check => check(request))
}
