import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'

/** Whose recorded request is run again. */
export interface RerunOrigin {
  /** The run that was asked for first: the request of a rerun is that of its original. */
  readonly trainingId: string
  /** The model's version whose request it is, when a model was named. */
  readonly version?: string
  /** The issue of this repository in which it was asked for. */
  readonly issue?: RequestRecord['issue']
}
