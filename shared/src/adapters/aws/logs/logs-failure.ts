import { ServiceError, SuiteError, UserError } from '../../../errors.js'
import { failureOf } from '../sdk-failure.js'
import { translateAwsFailure } from '../translate-aws-failure.js'

/** The suite's error for a log that cannot be read. */
export function translateLogsError(error: unknown, job: string): SuiteError {
  if (error instanceof SuiteError) return error
  const failure = failureOf(error)
  const { name, message, status, cause } = failure
  if (name === 'AccessDeniedException') {
    return new UserError('logs-access-denied', `AWS refused to show the log of ${job}: ${message}`, {
      hint: 'Allow the role of this job logs:DescribeLogStreams and logs:GetLogEvents on the log group /aws/sagemaker/TrainingJobs.',
      cause
    })
  }
  const call = { service: 'CloudWatch Logs', prefix: 'logs', action: 'logs:GetLogEvents' }
  return (
    translateAwsFailure(failure, call) ??
    new ServiceError('logs-failed', `the log of ${job} cannot be read: ${message} (${name})`, {
      hint: 'The message is that of CloudWatch Logs.',
      retryable: status === undefined || status >= 500,
      cause
    })
  )
}
