import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'

/** What each action of a run decided, one line per step. */
export function decisionsOf(run: CompletedRun): string[] {
  return Object.values(run.jobs).flatMap(job =>
    Object.values(job.steps).flatMap(step => {
      const text = step.outputs['result']
      if (text === undefined) return []
      const result = JSON.parse(text) as { action: string; decision: string | null; reason_code: string }
      const decision = result.decision ?? '(failed)'
      return [`${result.action.padEnd(15)} ${decision.padEnd(12)} ${result.reason_code}`]
    })
  )
}

/** Metrics of one model on one set of rows. */
export interface MetricsColumn {
  readonly title: string
  readonly metrics: Readonly<Record<string, number | null>>
}

const SHOWN = ['accuracy', 'roc_auc', 'precision', 'recall', 'f1', 'log_loss', 'brier', 'ece']

/** What the gate of a run measured. */
export function measured(title: string, run: CompletedRun): MetricsColumn {
  const text = run.jobs['model']?.steps['gate']?.outputs['metrics'] ?? '{}'
  return { title, metrics: JSON.parse(text) as MetricsColumn['metrics'] }
}

/** The metrics of several models beside each other. */
export function metricsTable(columns: readonly MetricsColumn[]): string {
  const cell = (value: number | null | undefined) =>
    (value == null ? 'undefined' : value.toFixed(4)).padStart(14)
  const head = `${'metric'.padEnd(10)}${columns.map(({ title }) => title.padStart(14)).join('')}`
  return [
    head,
    ...SHOWN.map(name => `${name.padEnd(10)}${columns.map(({ metrics }) => cell(metrics[name])).join('')}`)
  ].join('\n')
}
