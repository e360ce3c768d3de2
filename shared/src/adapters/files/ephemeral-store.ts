import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Runner } from '../../ports/runner.js'

const KEEPS_FILES = /\bactions\/(?:cache|upload-artifact)\b|\bgit\s+push\b/

/**
 * Why a directory store would die with the job: the machine is a hosted runner, and the directory is outside the
 * checkout, or the workflow neither caches nor uploads nor pushes anything. Undefined when there is nothing to say.
 */
export function ephemeralStoreWarning(
  location: string,
  workspace: string,
  runner: Runner
): string | undefined {
  if (runner.variable('RUNNER_ENVIRONMENT') !== 'github-hosted') return undefined
  const outside = relative(workspace, resolve(workspace, location)).startsWith('..')
  if (!outside && KEEPS_FILES.test(workflowText(workspace, runner))) return undefined
  return `ephemeral-store: the store "${location}" is a directory of this hosted runner and is gone when the job ends. Cache or upload it in the workflow (workflows-examples/train-on-issue.yml shows how).`
}

/** The workflow file that runs, as the checkout has it; '' when it is not there. */
function workflowText(workspace: string, runner: Runner): string {
  const path = /\.github\/workflows\/[^@/]+\.ya?ml(?=@)/.exec(
    runner.variable('GITHUB_WORKFLOW_REF') ?? ''
  )?.[0]
  if (path === undefined) return ''
  try {
    return readFileSync(join(workspace, path), 'utf8')
  } catch {
    return ''
  }
}
