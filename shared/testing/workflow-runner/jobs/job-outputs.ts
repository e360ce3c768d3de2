import { resolveText } from '../expressions/resolve.js'
import { entries } from '../parsing/tokens.js'
import { frameScope, jobFrame } from '../steps/frame.js'
import type { JobRuntime } from './job-runtime.js'

/** A job's outputs; one that may hold a secret is left out with a warning, and one that fails fails the job. */
export function jobOutputs(job: JobRuntime): Map<string, string> {
  const outputs = new Map<string, string>()
  const scope = frameScope(jobFrame(job), job.env)
  for (const { key, value } of entries(job.plan.outputs)) {
    try {
      const text = resolveText(value, scope)
      if (job.masks.mask(text) === text) outputs.set(key, text)
      else job.reporter.warning(`Skip output '${key}' since it may contain secret.`)
    } catch (error) {
      job.reporter.error(error instanceof Error ? error.message : String(error))
      job.failed = true
    }
  }
  return outputs
}
