import type { RequestRecord } from '../../../../shared/src/domain/records/request-record.js'
import type { TrainInputs } from '../inputs.js'
import type { TrainPorts } from '../ports.js'

/** What a request to train in SageMaker is about. */
export interface CloudWork {
  readonly inputs: TrainInputs
  readonly ports: TrainPorts
  readonly request: RequestRecord
}
