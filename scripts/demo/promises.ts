import type { GitHubServer } from '../../shared/testing/github-server/github-server.js'
import type { CompletedRun, StepResult } from '../../shared/testing/workflow-runner/run-result.js'
import type { DispatchedRun } from '../../shared/testing/workflow-session.js'
import { readStored } from './store-files.js'

/** Everything the demo made, to be held against what it promises. */
export interface DemoEvidence {
  readonly modelId: string
  readonly issue: number
  readonly server: GitHubServer
  /** Directory of the store as the last run left it. */
  readonly store: string
  /** Of the label, the comment and the drift check, in this order. */
  readonly rejected: CompletedRun | undefined
  readonly registered: CompletedRun | undefined
  readonly drifted: CompletedRun | undefined
  readonly dispatched: readonly DispatchedRun[]
}

const ECU_BYTES = 5_000_000
const ECU_P95_MS = 100

/** The promises that were not kept; none when the demo ended as it should. */
export function brokenPromises(evidence: DemoEvidence): string[] {
  const checks = [...trainingChecks(evidence), ...loopChecks(evidence), ...edgeChecks(evidence)]
  const broken = checks.filter(([, kept]) => !kept).map(([promise]) => promise)
  return [...broken, ...evidence.server.violations]
}

type Check = readonly [promise: string, kept: boolean]

function trainingChecks({ rejected, registered }: DemoEvidence): Check[] {
  const register = outputsOf(registered, 'model', 'register')
  return [
    ['the weak model is rejected', outputsOf(rejected, 'model', 'gate')['decision'] === 'reject'],
    ['the second model passes', outputsOf(registered, 'model', 'gate')['decision'] === 'pass'],
    ['it is v1.0.0', register['version'] === 'v1.0.0'],
    ['v1.0.0 is in production', register['stage'] === 'production']
  ]
}

function loopChecks({ modelId, issue, store, server, drifted, dispatched }: DemoEvidence): Check[] {
  const drift = outputsOf(drifted, 'drift', 'drift')
  const features = JSON.parse(drift['drifted-features'] ?? '[]') as readonly unknown[]
  const [retraining, ...others] = dispatched
  const run = retraining?.result.triggered === true ? retraining.result : undefined
  const register = outputsOf(run, 'model', 'register')
  const request = readStored(
    store,
    `runs/${outputsOf(run, 'request', 'parse')['training-id'] ?? ''}/request.json`
  )
  const comments = server.state.commentsOf(issue).filter(({ body }) => body.includes('v1.0.1'))
  return [
    ['drift-check says retrain', drift['severity'] === 'retrain'],
    ['it names a measurement of the new scale', features.includes('mean_radius')],
    ['it names none that the scale leaves alone', !features.includes('mean_smoothness')],
    ['it starts weekly-retrain.yml, once', retraining?.file === 'weekly-retrain.yml' && others.length === 0],
    ['that workflow runs through', run?.conclusion === 'success'],
    ['the model passes the same gate', outputsOf(run, 'model', 'gate')['decision'] === 'pass'],
    ['only the data changed: v1.0.1', register['version'] === 'v1.0.1'],
    [
      'v1.0.1 is in production',
      readStored(store, `models/${modelId}/registry.json`)['production'] === 'v1.0.1'
    ],
    ['the run belongs to the issue', request['issue'] === issue],
    [
      'its reason and report are recorded',
      request['reason'] !== undefined && request['report'] !== undefined
    ],
    ['the issue is told of v1.0.1', comments.length === 1]
  ]
}

function edgeChecks({ modelId, store, registered, dispatched }: DemoEvidence): Check[] {
  const run = dispatched[0]?.result
  const counters = ['v1.0.0', 'v1.0.1'].map(version =>
    Number(readStored(store, `edge/${modelId}/${version}/manifest.json`)['counter'])
  )
  return [
    ['v1.0.0 is exported within the budget', isWithinBudget(outputsOf(registered, 'model', 'edge'))],
    [
      'v1.0.1 is exported within the budget',
      run?.triggered === true && isWithinBudget(outputsOf(run, 'model', 'edge'))
    ],
    ['its release counter is higher', (counters[1] ?? 0) > (counters[0] ?? 0)]
  ]
}

function isWithinBudget(outputs: StepResult['outputs']): boolean {
  const [size, p95] = [Number(outputs['size-bytes'] || NaN), Number(outputs['latency-p95-ms'] || NaN)]
  return outputs['decision'] === 'exported' && size <= ECU_BYTES && p95 <= ECU_P95_MS
}

/** The outputs of a step; none when it did not run. */
export function outputsOf(run: CompletedRun | undefined, job: string, step: string): StepResult['outputs'] {
  return run?.jobs[job]?.steps[step]?.outputs ?? {}
}
