import { runBundle, type BundleCall, type BundleRun } from './run-bundle.js'
import type { Workspace } from './workspace.js'

/** Asks for a training through `parse-issue`, as a dispatched workflow would, and returns its training id. */
export async function requestRun(
  workspace: Workspace,
  request: Readonly<Record<string, unknown>>,
  runId = '1001'
): Promise<string> {
  const file = `requests/${runId}.yml`
  workspace.write(file, JSON.stringify(request))
  const run = await runBundle('parse-issue', workspace, {
    inputs: { 'request-file': file, 'fail-on': 'invalid' },
    environment: { GITHUB_RUN_ID: runId }
  })
  if (run.exitCode !== 0) throw new Error(`the request of the test is not valid:\n${run.stdout}`)
  return run.outputs['training-id'] ?? ''
}

/** Runs one action for a run. */
export function step(
  action: string,
  workspace: Workspace,
  call: BundleCall & { readonly trainingId: string }
): Promise<BundleRun> {
  const { trainingId, ...rest } = call
  return runBundle(action, workspace, { ...rest, inputs: { 'training-id': trainingId, ...rest.inputs } })
}

/** Requests, trains and gates; fails at the first step that does not end as it should. */
export async function trainedRun(
  workspace: Workspace,
  request: Readonly<Record<string, unknown>>,
  runId = '1001'
): Promise<string> {
  const trainingId = await requestRun(workspace, request, runId)
  for (const action of ['train', 'evaluate-gate']) {
    const run = await step(action, workspace, { trainingId })
    if (run.exitCode !== 0) throw new Error(`${action} failed:\n${run.stdout}\n${run.stderr}`)
  }
  return trainingId
}
