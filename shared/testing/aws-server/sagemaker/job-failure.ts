/** Ends a job with this FailureReason. */
export class JobFailure extends Error {
  constructor(reason: string) {
    super(reason.slice(0, 1024))
    this.name = 'JobFailure'
  }
}
