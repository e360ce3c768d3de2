import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'

/** What each action of a run decided, one line per step. */
export function decisionsOf(run: CompletedRun): string[] {
  return Object.values(run.jobs).flatMap(job =>
    Object.values(job.steps).flatMap(step => {
      const text = step.outputs['result']
      if (text === undefined) return []
      const result = JSON.parse(text) as { action: string; decision: string; reason_code: string }
      return [`${result.action.padEnd(15)} ${result.decision.padEnd(12)} ${result.reason_code}`]
    })
  )
}

const SHOWN = ['accuracy', 'roc_auc', 'precision', 'recall', 'f1', 'log_loss', 'brier', 'ece']

/** The metrics of both runs beside each other. */
export function metricsTable(runs: readonly CompletedRun[]): string {
  const metrics = runs.map(
    run =>
      JSON.parse(run.jobs['model']?.steps['gate']?.outputs['metrics'] ?? '{}') as Record<
        string,
        number | null
      >
  )
  const cell = (value: number | null | undefined) =>
    (value == null ? 'undefined' : value.toFixed(4)).padStart(12)
  const head = `${'metric'.padEnd(12)}${runs.map((_, index) => `run ${index + 1}`.padStart(12)).join('')}`
  return [
    head,
    ...SHOWN.map(name => `${name.padEnd(12)}${metrics.map(own => cell(own[name])).join('')}`)
  ].join('\n')
}
