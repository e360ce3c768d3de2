import { requestRun, step, trainedRun } from './run-steps.js'
import { smallRequest, smallWorkspace } from './small-dataset.js'
import type { Workspace } from './workspace.js'

/** A git checkout whose store holds the small data set and as many measured runs of one model. */
export async function workspaceWithRuns(
  count: number
): Promise<{ workspace: Workspace; runs: readonly string[] }> {
  const workspace = smallWorkspace()
  workspace.initialiseGit()
  const runs: string[] = []
  for (let seed = 1; seed <= count; seed++)
    runs.push(await trainedRun(workspace, { ...smallRequest, seed }, String(3000 + seed)))
  return { workspace, runs }
}

/** A checkout with one run that is only requested. */
export async function workspaceWithRequest(
  request: Readonly<Record<string, unknown>> = {}
): Promise<{ workspace: Workspace; trainingId: string }> {
  const workspace = smallWorkspace()
  return { workspace, trainingId: await requestRun(workspace, { ...smallRequest, ...request }) }
}

/** As if the job that trains had been silent for two minutes: its record's last sign of life is that old. */
export function letHeartbeatGrowStale(workspace: Workspace, trainingId: string): void {
  const key = `runs/${trainingId}/training.json`
  if (!workspace.has(`.mlops/${key}`)) return
  const heartbeat = new Date(Date.now() - 120_000).toISOString()
  workspace.store(key, JSON.stringify({ ...workspace.record(key), heartbeat_at: heartbeat }))
}

/** What `record-history operation: verify` says about the checkout's history. */
export async function verifiedHistory(workspace: Workspace): Promise<string> {
  const run = await step('record-history', workspace, { trainingId: '', inputs: { operation: 'verify' } })
  return `${run.outputs['decision'] ?? ''} ${run.outputs['reason-code'] ?? ''} ${run.stdout}`
}
